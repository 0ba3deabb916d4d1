import type { FoundCookie } from './login-reading.ts'

// The characters of a cookie's name (RFC 6265) that sites use.
const namePattern = /^[\w!#$%&*+.^|~-]{1,256}$/

/** Returns the cookies of a `Cookie` header's value, without the parts that are no pair. */
export function cookiesInHeader(text: string): readonly FoundCookie[] {
  return text.split(separatorIn(text)).flatMap((pair) => {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, at)).trim()
    return namePattern.test(name) ? [{ name, value: pair.slice(at + 1).trim() }] : []
  })
}

/** Returns the separator: some programs print commas, each followed by a space and a name. */
function separatorIn(text: string): RegExp {
  return !text.includes(';') && /, [A-Za-z_][\w.-]*=/.test(text) ? /, (?=[A-Za-z_][\w.-]*=)/ : /;/
}

/**
 * Returns the cookies in lines of text: a header's value with line breaks anywhere, or one cookie a
 * line, as `name=value`, `name: value` or with a tab between.
 */
export function cookiesInLines(text: string): readonly FoundCookie[] {
  const lines = text.split('\n').map((line) => line.trim())
  const full = lines.filter((line) => line !== '')
  const isTable = !text.includes(';') && full.length > 0 && full.every(isRow)
  return isTable ? full.flatMap(rowOf) : cookiesInHeader(joinedLines(full))
}

function isRow(line: string): boolean {
  return /^[\w!#$%&*+.^|~-]+(?:\t|: )\S/.test(line)
}

/** Reads a row of a browser's table of cookies; its third column is the domain. */
function rowOf(line: string): readonly FoundCookie[] {
  const [name = '', value = '', domain] = line.split(line.includes('\t') ? '\t' : ': ')
  const isDomain = domain !== undefined && /^\.?[\w-]+(?:\.[\w-]+)+$/.test(domain)
  return [{ name, value, ...(isDomain ? { domain } : {}) }]
}

/** Joins lines; a break ends a cookie only if the next line begins with another cookie. */
function joinedLines(lines: readonly string[]): string {
  const parts: string[] = []
  // True if the text after the last semicolon is empty, and true if it has a name.
  let isEmpty = true
  let isNamed = false
  for (const line of lines) {
    const begins: boolean = isEmpty || (isNamed && cookieStart.test(line))
    if (begins && !isEmpty) parts.push(';')
    const part: string = begins ? line.replace(/^([\w.-]+): (?=\S)/, '$1=') : line
    parts.push(part)
    const last = part.slice(part.lastIndexOf(';') + 1)
    isNamed = last.includes('=') || (isNamed && !begins && !part.includes(';'))
    isEmpty = last.trim() === ''
  }
  return parts.join('')
}

// A name and a value; `ab==` is the end of a value that was split over two lines.
const cookieStart = /^(?:[\w.-]+: \S|[A-Za-z_][\w.-]*=(?!=*(?:;|$)))/
