import { readProblem, type ServerProblem } from './problem.ts'

/** The result of a request to the server. */
export type Answer =
  | { readonly kind: 'done'; readonly body: unknown }
  /** The request needs the owner, and this browser is not logged in. */
  | { readonly kind: 'login' }
  /** The server did not answer. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'refused'; readonly problem: ServerProblem }

/** Sends a request to the server with the cookie of this browser. */
export async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined) // reported as silence
  if (!response) return { kind: 'silence' }
  if (response.status === 401) return { kind: 'login' }
  if (!response.ok) return { kind: 'refused', problem: await readProblem(response) }
  const text = await response.text()
  return { kind: 'done', body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}
