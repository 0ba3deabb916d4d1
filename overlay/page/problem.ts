/**
 * What a refusal of the server says (`application/problem+json`, RFC 9457), in one line; undefined
 * if it says nothing.
 */
export async function problemText(response: Response): Promise<string | undefined> {
  return (await problemIn(response))?.text
}

/** A refusal of the server. */
export interface ReadProblem {
  readonly text: string
  /** The server's name for it, and which of several causes it was. */
  readonly code?: string
  readonly reason?: string
}

/** Reads a refusal of the server; undefined if it says nothing. */
export async function problemIn(response: Response): Promise<ReadProblem | undefined> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json')) return undefined
  const body: unknown = await response.json().catch(() => undefined) // cut short: as if it said nothing
  if (typeof body !== 'object' || body === null) return undefined
  const { title, detail, code, reason } = body as Readonly<Record<string, unknown>>
  const parts = [title, detail].filter((part) => typeof part === 'string' && part !== '')
  if (parts.length === 0) return undefined
  return {
    text: parts.join(': '),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
  }
}
