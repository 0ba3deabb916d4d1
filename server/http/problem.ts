import type { ProblemCode } from '../../proto/feed/index.ts'

const problems: Readonly<Record<ProblemCode, readonly [status: ProblemStatus, title: string]>> = {
  'bad-request': [400, 'The request is malformed'],
  'body-too-large': [413, 'The body is too large'],
  'comment-refused': [422, 'The comment is not accepted here'],
  conflict: [409, 'It is there already'],
  'forbidden-host': [403, 'This server is not known by that name'],
  'forbidden-origin': [403, 'A page of another site may not do this'],
  internal: [500, 'Something went wrong on our side'],
  'invalid-event': [422, 'An event is not as the feed has it'],
  'invalid-value': [422, 'A value is not accepted'],
  'key-reused': [409, 'This key was used for something else'],
  'link-spent': [403, 'This link is not valid any more'],
  'login-required': [401, 'This is not for everybody'],
  'no-such-account': [404, 'There is no such account'],
  'no-such-session': [404, 'There is no such session'],
  'no-such-gift': [404, 'There is no such gift on sale'],
  'no-such-overlay': [404, 'There is no such overlay'],
  'no-such-credential': [404, 'There is no such credential'],
  'no-such-room': [404, 'There is no such room'],
  'no-answer': [502, 'The site gave no answer'],
  'no-such-token': [404, 'There is no such token'],
  'no-such-transfer': [404, 'There is no such transfer'],
  'not-a-picture': [422, 'This is no picture that can be kept'],
  'not-a-room': [422, 'This names no room'],
  'not-allowed': [403, 'This is not for the holder of this token'],
  'not-found': [404, 'There is nothing here'],
  'not-ready': [503, 'The server is not ready'],
  'price-changed': [409, 'The price has changed'],
  'room-off': [503, 'The room is switched off'],
  'too-few-coins': [402, 'There are too few coins'],
  'too-many-requests': [429, 'Too much at once'],
  'too-many-streams': [503, 'Too many streams are open'],
  'too-many-rooms': [503, 'Too many rooms are open'],
  'wrong-password': [401, 'The name or the password is wrong'],
  'wrong-state': [409, 'The broadcast is in another state'],
  'wrong-token': [401, 'This is not the token'],
}

/** Returns the HTTP status of a code. */
export function statusOf(code: ProblemCode): number {
  return problems[code][0]
}

/** Returns the problem of a request on a connection with an endless stream: it cannot be answered. */
export function connectionBusy(): Problem {
  const detail = 'a stream runs on this connection: open another one'
  return new Problem('too-many-requests', detail, { closes: true })
}

type ProblemStatus = 400 | 401 | 402 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 502 | 503

/** Optional parts of a problem. */
export interface ProblemOptions extends ErrorOptions {
  /** The time after which the client may retry, in ms. */
  readonly afterMs?: number
  /** True if the connection closes after this answer. */
  readonly closes?: boolean
  /** The stable name of the cause, if the code has several causes. */
  readonly reason?: string
}

const retryAfterMs = 5_000

/** A refusal. Code below a route throws it, and `onError` alone turns it into problem+json. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: ProblemStatus
  readonly reason: string | undefined
  readonly #afterMs: number | undefined
  readonly #closes: boolean

  /** @param detail - the exact cause and its remedy; shown to the client. */
  constructor(code: ProblemCode, detail: string, options?: ProblemOptions) {
    super(detail, options)
    this.code = code
    this.status = problems[code][0]
    this.#closes = options?.closes ?? false
    this.reason = options?.reason
    this.#afterMs = options?.afterMs ?? (this.status === 503 ? retryAfterMs : undefined)
  }

  /** The headers of the answer. */
  get headers(): Readonly<Record<string, string>> {
    const seconds = Math.max(1, Math.ceil((this.#afterMs ?? 0) / 1000))
    return {
      'content-type': 'application/problem+json',
      ...(this.#afterMs === undefined ? {} : { 'retry-after': String(seconds) }),
      // draft-ietf-httpapi-ratelimit-headers: nothing is left of the quota until then.
      ...(this.status === 429 ? { ratelimit: `"default";r=0;t=${seconds}` } : {}),
      ...(this.#closes ? { connection: 'close' } : {}),
    }
  }

  /** Returns the answer in the form of RFC 9457. */
  toResponse(requestId: string): Response {
    const [status, title] = problems[this.code]
    const type = `urn:danmu-relay:problem:${this.code}`
    const { code, reason, message: detail } = this
    const waitMs = this.#afterMs
    const body = { type, title, status, detail, code, reason, waitMs, requestId }
    return Response.json(body, { status, headers: { ...this.headers, 'x-request-id': requestId } })
  }
}
