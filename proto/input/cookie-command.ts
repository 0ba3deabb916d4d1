import { cookiesInHeader } from './cookie-line.ts'
import type { FoundCookie } from './login-reading.ts'

/**
 * Returns the cookies of a request that was copied from a browser's developer tools: as curl for
 * bash or cmd, as `fetch` or for PowerShell. Undefined if the text contains no such request.
 */
export function cookiesInCommand(text: string): readonly FoundCookie[] | undefined {
  const cookies = /(?:^|\s)curl(?:\.exe)?\s/i.test(text) ? inCurl(text) : inCode(text)
  return cookies.length === 0 ? undefined : cookies
}

function inCurl(text: string): readonly FoundCookie[] {
  // The Windows shell escapes with carets; bash has no caret before a quote or percent sign.
  const plain = /\^["%]/.test(text) ? text.replaceAll(/\^(\r?\n|[^])/g, '$1') : text
  const words = shellWords(plain)
  return words.flatMap((word, place) => {
    const next = words[place + 1] ?? ''
    if (word === '-b' || word === '--cookie') return cookiesInHeader(next)
    const header = word === '-H' || word === '--header' ? /^cookie\s*:(.*)$/is.exec(next)?.[1] : ''
    return header ? cookiesInHeader(header) : []
  })
}

const word = /(?:[^\s'"\\$]|\\[^]|\$?'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|\$)+/g

/** Returns the words of a command line, without their quotes. */
function shellWords(text: string): readonly string[] {
  return [...text.matchAll(word)].map(([whole]) =>
    whole.replaceAll(
      /\$?'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
      (_, single: string | undefined, double: string | undefined, escaped: string | undefined) =>
        unescaped(single ?? double ?? escaped ?? ''),
    ),
  )
}

function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/\\([^])/g, '$1')
}

function inCode(text: string): readonly FoundCookie[] {
  const set = /System\.Net\.Cookie\(\s*"([^"]+)",\s*"([^"]*)",\s*"[^"]*",\s*"([^"]*)"/g
  const cookies = [...text.matchAll(set)].map(([, name = '', value = '', domain = '']) => ({
    name,
    value,
    domain,
  }))
  if (cookies.length > 0) return cookies
  const [, , header] = /(["'])cookie\1\s*[:=]\s*"((?:[^"\\]|\\[^])*)"/i.exec(text) ?? []
  return header === undefined ? [] : cookiesInHeader(unescaped(header))
}
