import { problemWordsFor } from '../locale/problem/index.ts'

/** A refusal of the server. */
export interface ServerProblem {
  /** Of HTTP. */
  readonly status: number
  /** One of the contract's problem codes, or of a newer server. */
  readonly code?: string
  /** Which of several causes it was, where the code has several. */
  readonly reason?: string
  /** The server's own words: English, for who looks into it. See `detailsView`. */
  readonly details?: string
}

/** Reads a refusal (`application/problem+json`, RFC 9457), as far as the server says anything. */
export async function readProblem(response: Response): Promise<ServerProblem> {
  const { status, headers } = response
  if (!headers.get('content-type')?.includes('json')) return { status }
  const body: unknown = await response.json().catch(() => undefined) // cut short: as if it said nothing
  const code = textIn(body, 'code')
  const reason = textIn(body, 'reason')
  const texts = [textIn(body, 'title'), textIn(body, 'detail')]
  const details = texts.filter((text) => text !== undefined).join(': ')
  return {
    status,
    ...(code && { code }),
    ...(reason && { reason }),
    ...(details !== '' && { details }),
  }
}

/** Returns what a refusal means, in a language (BCP 47). */
export function problemText({ status, code = '' }: ServerProblem, language: string): string {
  const { problems, unknown } = problemWordsFor(language)
  return Object.hasOwn(problems, code)
    ? problems[code as keyof typeof problems] // it has it
    : unknown(status)
}

function textIn(body: unknown, field: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = Reflect.get(body, field)
  return typeof value === 'string' && value !== '' ? value : undefined
}
