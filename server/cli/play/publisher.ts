import { z } from 'zod'
import type { TestEvent } from '../../../proto/feed/schema/test-event.ts'
import { tokenHint } from '../target.ts'

/** The room that receives the test events. */
export interface Target {
  /** The address of the server, such as `http://localhost:8787`. */
  readonly server: string
  readonly room: string
  readonly token: string | undefined
}

/** Dependencies of the publisher. */
export interface PublisherIo {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly sleep: (delayMs: number) => Promise<void>
  readonly stopped: () => boolean
}

/** The server refused or does not answer; the message contains the cause and the remedy. */
export class NotPublished extends Error {
  override readonly name = 'NotPublished'
}

/** Returns the number of published events of a batch; undefined after a stop without an answer. */
export type Publish = (events: readonly TestEvent[]) => Promise<number | undefined>

const tries = 6
const firstPauseMs = 500
const answerMs = 30_000

const shape = z.object({ events: z.array(z.object({ seq: z.number().optional() })) })
const problem = z.object({ detail: z.string() })

/**
 * Publishes test events into a room of a running server. A failed request is sent again: events have
 * ids, so that none is published twice.
 */
export function createPublisher(
  { server, room, token }: Target,
  { fetch, sleep, stopped }: PublisherIo,
): Publish {
  const url = new URL(`/api/rooms/${encodeURIComponent(room)}/events`, server).href
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const attempt = async (body: string): Promise<Outcome> => {
    try {
      const signal = AbortSignal.timeout(answerMs)
      const response = await fetch(url, { method: 'POST', headers, body, signal })
      return await outcomeOf(response, token)
    } catch (cause) {
      const why = `nobody answers as danmu-relay does at ${server}`
      return { kind: 'later', afterMs: undefined, why, cause }
    }
  }
  return async (events) => {
    const body = JSON.stringify({ events })
    for (let count = 1; ; count++) {
      const outcome = await attempt(body)
      if (outcome.kind === 'shown') return outcome.count
      if (outcome.kind === 'refused') throw new NotPublished(outcome.why)
      const { why, cause } = outcome
      if (stopped()) return undefined
      // A 429 is no failure: it only means that the room limits the rate.
      if (outcome.afterMs === undefined && count >= tries) throw new NotPublished(why, { cause })
      await sleep(outcome.afterMs ?? firstPauseMs * count)
    }
  }
}

type Outcome =
  | { readonly kind: 'shown'; readonly count: number }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'later'
      readonly afterMs: number | undefined
      readonly why: string
      readonly cause?: unknown
    }

async function outcomeOf(response: Response, token: string | undefined): Promise<Outcome> {
  const { ok, status } = response
  const answer: unknown = await response.json()
  if (ok) {
    const { events } = shape.parse(answer)
    return { kind: 'shown', count: events.filter(({ seq }) => seq !== undefined).length }
  }
  const parsed = problem.safeParse(answer)
  const answered = `the server answers ${status}: ${parsed.success ? parsed.data.detail : 'no reason given'}`
  const why = status === 401 ? `${answered}\n${tokenHint(token, 'events:write')}` : answered
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after')) || 1
    return { kind: 'later', afterMs: seconds * 1000, why }
  }
  return status >= 500 ? { kind: 'later', afterMs: undefined, why } : { kind: 'refused', why }
}
