import type { catalogApi } from '../../proto/api/catalog.ts'
import type { AnswerJson, Sent } from '../../proto/api/endpoint.ts'
import type { overlayApi } from '../../proto/api/overlay.ts'
import type { roomAddressApi } from '../../proto/api/room-address.ts'
import type { roomApi } from '../../proto/api/room.ts'
import type { sessionApi } from '../../proto/api/session.ts'
import type { testEventApi } from '../../proto/api/test-event.ts'
import type { tokenApi } from '../../proto/api/token.ts'
import { readProblem, type ServerProblem } from './problem.ts'

/** The endpoints that pages use, by method and path. */
export type PageApi = typeof catalogApi &
  typeof overlayApi &
  typeof roomAddressApi &
  typeof roomApi &
  typeof sessionApi &
  typeof testEventApi &
  typeof tokenApi

/** The result of a request to the server. */
export type Answer<Body = unknown> =
  | { readonly kind: 'done'; readonly body: Body }
  /** The request needs the owner, and this browser is not logged in. */
  | { readonly kind: 'login'; readonly problem: ServerProblem }
  /** The server did not answer. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'refused'; readonly problem: ServerProblem }

/**
 * Calls an endpoint of the server with the cookie of this browser: `PUT /api/overlays/:name`. The
 * types of the request and of the answer are those of the contract, which the server checks.
 */
export async function api<K extends keyof PageApi>(
  endpoint: K,
  ...given: Sent<PageApi[K]>
): Promise<Answer<AnswerJson<PageApi[K]>>> {
  const [method, path] = endpoint.split(' ') as [string, string]
  const { params = {}, body }: RequestParts = given[0] ?? {}
  const address = path.replaceAll(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ''))
  const response = await fetch(address, {
    method,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined) // reported as silence
  if (!response) return { kind: 'silence' }
  if (response.ok) return { kind: 'done', body: await jsonOf(response) }
  const problem = await readProblem(response)
  return { kind: response.status === 401 ? 'login' : 'refused', problem }
}

interface RequestParts {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
}

async function jsonOf<Body>(response: Response): Promise<Body> {
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Body // the contract of the endpoint
}
