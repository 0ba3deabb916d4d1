import { readProblem, type ServerProblem } from './problem.ts'

/** What came of asking the server for something. */
export type Answer =
  | { readonly kind: 'done'; readonly body: unknown }
  /** Only the owner may, and this browser is not logged in. */
  | { readonly kind: 'login' }
  /** Nobody answered. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'refused'; readonly problem: ServerProblem }

/** Asks the server for something, as whoever is logged in. */
export async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => undefined) // told as silence
  if (!response) return { kind: 'silence' }
  if (response.status === 401) return { kind: 'login' }
  if (!response.ok) return { kind: 'refused', problem: await readProblem(response) }
  const text = await response.text()
  return { kind: 'done', body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}
