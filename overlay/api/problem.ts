import { wordsFor } from '../locale/index.ts'
import { problemWords } from '../locale/problem.ts'

/** A refusal of the server, as `application/problem+json` (RFC 9457). */
export interface ServerProblem {
  /** The HTTP status. */
  readonly status: number
  /** A problem code of the API; a newer server may send unknown ones. */
  readonly code?: string
  /** The cause, for codes that have several. */
  readonly reason?: string
  /** The server's own text, always English, for operators. See `detailsView`. */
  readonly details?: string
  /** The time after which a new try may help, milliseconds. */
  readonly waitMs?: number
}

/** Reads a refusal; fields that the server does not send are absent. */
export async function readProblem(response: Response): Promise<ServerProblem> {
  const { status, headers } = response
  if (!headers.get('content-type')?.includes('json')) return { status }
  const body: unknown = await response.json().catch(() => undefined) // cut off: as if it were empty
  const code = textIn(body, 'code')
  const reason = textIn(body, 'reason')
  const waitMs = Number(fieldOf(body, 'waitMs')) || 0
  const texts = [textIn(body, 'title'), textIn(body, 'detail')]
  const details = texts.filter((text) => text !== undefined).join(': ')
  return {
    status,
    ...(waitMs > 0 && { waitMs }),
    ...(code && { code }),
    ...(reason && { reason }),
    ...(details !== '' && { details }),
  }
}

/** Returns the text about a refusal in a language (BCP 47). */
export function problemText({ status, code = '' }: ServerProblem, language: string): string {
  const { problems, unknown } = wordsFor(problemWords, language)
  return Object.hasOwn(problems, code)
    ? problems[code as keyof typeof problems] // the key exists
    : unknown(status)
}

function textIn(body: unknown, field: string): string | undefined {
  const value = fieldOf(body, field)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldOf(body: unknown, field: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined
}
