import type { z } from 'zod'
import type { ProblemCode } from '../feed/index.ts'

/** The groups of endpoints in `/openapi.json`, with their meaning. */
export const apiTags = {
  Feed: 'Rooms and their events, for readers.',
  Rooms: 'The configuration of rooms.',
  'Test events': 'Events that are made up to try a room out.',
  Access: 'Tokens for programs, and tickets for browsers.',
  Accounts: 'People: logins, their own account, and the accounts of others.',
  Credentials: 'Logins of the relay at the platforms.',
  Overlays: 'Named overlays.',
  Uploads: 'Pictures of people, broadcasts and gifts.',
  Live: 'Live rooms of this server: broadcasts, comments, moderation.',
  Coins: 'Coins, which are no money and cannot be paid out: gifts, paid messages, boards.',
  Lotteries: 'Draws among the viewers of a live room, which everybody can compute again.',
  Doctor: 'The reason why a room is not received.',
  Health: 'Liveness, readiness and metrics.',
} as const

/** The contract of one endpoint: the server checks requests against it, and `/openapi.json` has it. */
export interface Endpoint {
  readonly tag: keyof typeof apiTags
  readonly summary: string
  /** The parameters in the path, which are texts. */
  readonly params?: z.ZodObject
  /** The parameters of the query; a request may have others, which are ignored. */
  readonly query?: z.ZodObject
  /** The body, as JSON. */
  readonly body?: z.ZodType
  /** The refusal of a body that its schema does not accept; `bad-request` if absent. */
  readonly bodyProblem?: ProblemCode
  /** The media types of the body, if it is a file instead of JSON. */
  readonly file?: readonly string[]
  /** True if the route checks the body itself, which then is any JSON. */
  readonly isBodyUnchecked?: true
  /** The answers by their HTTP status; exactly one of them is a success. */
  readonly answers: Readonly<Record<number, EndpointAnswer>>
  /** The refusals besides those that follow from the access rule and from the schemas. */
  readonly problems?: readonly ProblemCode[]
}

/** An answer; its body is JSON unless a media type is given. */
export interface EndpointAnswer {
  readonly description: string
  readonly type?: string
  readonly body?: z.ZodType
}

/** The endpoints of a resource, by method and path: `PUT /api/overlays/:name`. */
export type Api = Readonly<
  Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Endpoint>
>

/** The parts of a request, read and checked; a part that the endpoint does not declare is absent. */
export type Received<E extends Endpoint> = {
  readonly [Part in 'params' | 'query' | 'body' as E[Part] extends z.ZodType ? Part : never]: [
    Part,
    E['isBodyUnchecked'],
  ] extends ['body', true]
    ? unknown
    : z.output<z.ZodType & E[Part]>
}

/** The JSON of an answer with a status; nothing if it has no body. */
export type AnswerBody<
  E extends Endpoint,
  Status extends keyof E['answers'],
> = E['answers'][Status] extends { readonly body: infer Body extends z.ZodType }
  ? Immutable<z.input<Body>>
  : undefined

/** The arguments of a call of an endpoint by a client: its parameters, query and body, if it has any. */
export type Sent<E extends Endpoint> = keyof SentParts<E> extends never
  ? [sent?: SentQuery<E>]
  : [sent: SentParts<E> & SentQuery<E>]

type SentParts<E extends Endpoint> = {
  readonly [Part in 'params' | 'body' as E[Part] extends z.ZodType ? Part : never]: [
    Part,
    E['isBodyUnchecked'],
  ] extends ['body', true]
    ? unknown
    : Immutable<z.input<z.ZodType & E[Part]>>
}

// A part of a query is optional, or has a default.
type SentQuery<E extends Endpoint> = E['query'] extends z.ZodType
  ? { readonly query?: Immutable<Partial<z.output<z.ZodType & E['query']>>> }
  : { readonly query?: never }

/** The JSON of the successful answer, as a client reads it. */
export type AnswerJson<E extends Endpoint> = Json<AnswerBody<E, SuccessStatus<E>>>

// JSON has no undefined: a field is there, or not.
type Json<T> = T extends readonly (infer One)[]
  ? readonly Json<One>[]
  : T extends object
    ? { readonly [K in keyof T]: Json<Exclude<T[K], undefined>> }
    : T

/** The status of the successful answer. */
export type SuccessStatus<E extends Endpoint> = Extract<keyof E['answers'], 200 | 201 | 202 | 204>

/** A type whose properties and lists cannot be changed, down to the last one. */
export type Immutable<T> = T extends readonly (infer One)[]
  ? readonly Immutable<One>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T
