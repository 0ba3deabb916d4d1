/** The maximal nesting of JSON from others, twice that of ours; deeper JSON could overflow the stack. */
export const deepestJson = 32

const quote = 0x22
const backslash = 0x5c
const openings: ReadonlySet<number> = new Set([0x7b, 0x5b])
const closings: ReadonlySet<number> = new Set([0x7d, 0x5d])

/** Returns true if a JSON text is nested deeper than `most`, without parsing it. */
export function isDeep(text: string, most = deepestJson): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (openings.has(code)) {
      if (++depth > most) return true
    } else if (closings.has(code)) depth--
  }
  return false
}

/** Returns the end of the string that begins at `at`; the end of the text if it has none. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === backslash) before--
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}

// The longest expected response has some kilobytes.
const maxAnswerBytes = 1024 * 1024

/** Reads the JSON in a response. @throws Error if it is not JSON, too long, or nested too deep. */
export async function jsonIn(response: Response, maxBytes = maxAnswerBytes): Promise<unknown> {
  const text = await textIn(response, maxBytes)
  if (isDeep(text)) throw new Error('an answer that is nested too deep')
  return JSON.parse(text) as unknown
}

async function textIn({ body }: Response, maxBytes: number): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`an answer of more than ${maxBytes} bytes`) // leaving the loop cancels the body
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
