import type { AnswerJson, Endpoint, Sent } from '../../proto/api/endpoint.ts'
import { readProblem, type ServerProblem } from './problem.ts'

/** The result of a request to the server. */
export type Answer<Body = unknown> =
  | { readonly kind: 'done'; readonly body: Body }
  /** The request needs a login, and this one has none that is valid. */
  | { readonly kind: 'login'; readonly problem: ServerProblem }
  /** The server did not answer. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'refused'; readonly problem: ServerProblem }

/** A server, and the way in which requests to it are authorized. */
export interface ApiServer {
  /** The address of the server without a slash at its end; empty for the server of the page. */
  readonly address: string
  /** A token; without one, requests are authorized by the cookie of this browser. */
  readonly token?: string | undefined
}

/** The server of the page. */
export const ownServer: ApiServer = { address: '' }

/**
 * Calls an endpoint of a server: `PUT /api/overlays/:name`. The types of the request and of the
 * answer are those of the contract, which the server checks.
 */
export async function request<E extends Endpoint>(
  { address, token }: ApiServer,
  endpoint: string,
  ...given: Sent<E>
): Promise<Answer<AnswerJson<E>>> {
  const [method = '', path = ''] = endpoint.split(' ')
  const { body, ...parts } = (given[0] ?? {}) as RequestParts // as in the contract
  const response = await fetch(`${address}${pathOf(path, parts)}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    // The server refuses a request with a token and the cookie of another login.
    ...(token === undefined ? {} : { credentials: 'omit' }),
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined) // reported as silence
  if (!response) return { kind: 'silence' }
  if (response.ok) return { kind: 'done', body: await jsonOf(response) }
  const problem = await readProblem(response)
  return { kind: response.status === 401 ? 'login' : 'refused', problem }
}

interface RequestParts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
}

function pathOf(path: string, { params = {}, query = {} }: RequestParts): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ''))
  const stated = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return stated.length === 0 ? filled : `${filled}?${new URLSearchParams(stated).toString()}`
}

async function jsonOf<Body>(response: Response): Promise<Body> {
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Body // the contract of the endpoint
}
