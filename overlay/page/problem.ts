/**
 * What a refusal of the server says (`application/problem+json`, RFC 9457), in one line; undefined
 * if it says nothing.
 */
export async function problemText(response: Response): Promise<string | undefined> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json')) return undefined
  const body: unknown = await response.json().catch(() => undefined) // cut short: as if it said nothing
  if (typeof body !== 'object' || body === null) return undefined
  const title = 'title' in body ? body.title : undefined
  const detail = 'detail' in body ? body.detail : undefined
  const parts = [title, detail].filter((part) => typeof part === 'string' && part !== '')
  return parts.length === 0 ? undefined : parts.join(': ')
}
