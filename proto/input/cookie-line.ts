import type { FoundCookie } from './login-reading.ts'

// What a cookie's name is made of (RFC 6265), as far as sites use it.
const namePattern = /^[\w!#$%&*+.^|~-]{1,256}$/

/** The cookies of a `Cookie` header's value; what is no pair is left out. */
export function cookiesInHeader(text: string): readonly FoundCookie[] {
  return text.split(separatorIn(text)).flatMap((pair) => {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, at)).trim()
    return namePattern.test(name) ? [{ name, value: pair.slice(at + 1).trim() }] : []
  })
}

/** Some programs print cookies with commas; those within a value have no blank and name behind. */
function separatorIn(text: string): RegExp {
  return !text.includes(';') && /, [A-Za-z_][\w.-]*=/.test(text) ? /, (?=[A-Za-z_][\w.-]*=)/ : /;/
}

/**
 * The cookies in lines: a header's value that was broken anywhere, or one cookie a line, as
 * `name=value`, `name: value` or with a tab between.
 */
export function cookiesInLines(text: string): readonly FoundCookie[] {
  const lines = text.split('\n').map((line) => line.trim())
  const full = lines.filter((line) => line !== '')
  const isTable = !text.includes(';') && full.length > 0 && full.every(isRow)
  return isTable ? full.flatMap(rowOf) : cookiesInHeader(joined(full))
}

function isRow(line: string): boolean {
  return /^[\w!#$%&*+.^|~-]+(?:\t|: )\S/.test(line)
}

/** A row of a browser's list of cookies tells the domain third. */
function rowOf(line: string): readonly FoundCookie[] {
  const [name = '', value = '', domain] = line.split(line.includes('\t') ? '\t' : ': ')
  const isDomain = domain !== undefined && /^\.?[\w-]+(?:\.[\w-]+)+$/.test(domain)
  return [{ name, value, ...(isDomain ? { domain } : {}) }]
}

/** One line again: a break ends a cookie only if the next line begins with another one. */
function joined(lines: readonly string[]): string {
  const parts: string[] = []
  // Whether what stands after the last semicolon is nothing yet, and whether it has a name.
  let isEmpty = true
  let isNamed = false
  for (const line of lines) {
    const begins: boolean = isEmpty || (isNamed && beginning.test(line))
    if (begins && !isEmpty) parts.push(';')
    const part: string = begins ? line.replace(/^([\w.-]+): (?=\S)/, '$1=') : line
    parts.push(part)
    const last = part.slice(part.lastIndexOf(';') + 1)
    isNamed = last.includes('=') || (isNamed && !begins && !part.includes(';'))
    isEmpty = last.trim() === ''
  }
  return parts.join('')
}

// A name and a value; `ab==` is the end of a value that was broken.
const beginning = /^(?:[\w.-]+: \S|[A-Za-z_][\w.-]*=(?!=*(?:;|$)))/
