import { vi } from 'vitest'

/** A refusal or another answer than 200. */
export interface FakeAnswer {
  readonly status: number
  readonly body?: unknown
}

/** The answers of a server by method and path: a body, or a {@link FakeAnswer}. */
export type FakeRoutes = Record<string, unknown>

/** A server whose answers the test sets. */
export interface FakeApi {
  /** The answers; the test may change them. */
  readonly routes: FakeRoutes
  /** Returns the bodies of the requests to a route, in order. */
  readonly sentTo: (route: string) => readonly unknown[]
}

/** The answer of `/api/me` without a login. */
export const nobody = { registration: 'closed', guests: false }

/** Returns the answer of `/api/me` to an account. */
export function meNamed(name: string): unknown {
  return { ...nobody, account: { id: 'u1', name, role: 'viewer', createdAt: 0, hasPassword: true } }
}

/** Answers the requests of a test; a route without an answer is 404. */
export function serveApi(routes: FakeRoutes): FakeApi {
  const fetch = vi.fn<typeof globalThis.fetch>(async (address, { method = 'GET' } = {}) => {
    const answer = routes[`${method} ${pathOf(address)}`] ?? { status: 404 }
    return isAnswer(answer) ? responseOf(answer) : Response.json(answer)
  })
  vi.stubGlobal('fetch', fetch)
  return {
    routes,
    sentTo: (route) =>
      fetch.mock.calls
        .filter(([address, init]) => `${init?.method ?? 'GET'} ${pathOf(address)}` === route)
        .map(([, init]) => (typeof init?.body === 'string' ? JSON.parse(init.body) : undefined)),
  }
}

function pathOf(address: string | URL | Request): string {
  const text = address instanceof Request ? address.url : address
  const { pathname, search } = new URL(text, document.baseURI)
  return pathname + search
}

function isAnswer(answer: unknown): answer is FakeAnswer {
  return typeof answer === 'object' && answer !== null && 'status' in answer
}

function responseOf({ status, body }: FakeAnswer): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    },
  })
}
