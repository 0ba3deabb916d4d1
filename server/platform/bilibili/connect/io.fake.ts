import { seededRandom } from '../../../lib/random.ts'
import type { ConnectorIo } from '../../connector.ts'

/** A request as a site sees it. */
export interface SeenRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string
}

/** The answers of a site by path: one after the other, the last one for ever. */
export type FakeAnswers = Readonly<Record<string, readonly FakeAnswer[]>>

/** JSON, or a whole response. */
export type FakeAnswer = object | (() => Response)

/** The dependencies of connectors, and the requests they made. */
export interface FakeIo extends ConnectorIo {
  readonly requests: readonly SeenRequest[]
}

/** Creates a {@link ConnectorIo} without a network, at a time that does not advance. */
export function createFakeIo(answers: FakeAnswers, more: Partial<ConnectorIo> = {}): FakeIo {
  const requests: SeenRequest[] = []
  const asked = new Map<string, number>()
  return {
    requests,
    now: () => 1_763_600_000_999,
    random: seededRandom(1),
    endpoints: {},
    signal: new AbortController().signal,
    fetch: async (address, init) => {
      const url = new URL(address)
      const headers = new Headers(init?.headers)
      const body = await new Response(init?.body ?? null).text()
      requests.push({ method: init?.method ?? 'GET', url, headers, body })
      const list = answers[url.pathname] ?? []
      const turn = asked.get(url.pathname) ?? 0
      asked.set(url.pathname, turn + 1)
      const answer = list[Math.min(turn, list.length - 1)]
      if (answer === undefined) throw new Error(`no answer for ${url.pathname}`)
      return typeof answer === 'function' ? (answer as () => Response)() : Response.json(answer)
    },
    ...more,
  }
}
