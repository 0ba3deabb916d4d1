import { cookiesInCommand } from './cookie-command.ts'
import { cookiesInFile } from './cookie-file.ts'
import { cookiesInJson } from './cookie-json.ts'
import { cookiesInHeader, cookiesInLines } from './cookie-line.ts'
import type { FoundCookie, LoginReading, LoginRefusal, LoginSite } from './login-reading.ts'

// No server accepts a longer header. An export of all cookies of a browser may be longer.
const maxCookieChars = 65_536
const maxChars = 4_194_304

/**
 * Reads a pasted login of a site: the line of a `Cookie` header, with or without line breaks, one
 * cookie a line, the JSON of common browser extensions, a cookies.txt, or a request that was copied
 * from a browser's developer tools. Ignores cookies of other sites. Never throws; a refusal
 * contains no part of the text.
 *
 * @param sites - every site with a login, to recognize cookies of another site.
 * @param now - epoch milliseconds.
 */
export function readLogin(
  text: string,
  site: LoginSite,
  sites: readonly LoginSite[],
  now: number,
): LoginReading {
  if (text.length > maxChars) return refused('too-long')
  const plain = plainLogin(text)
  if (plain === '') return refused('empty')
  const found = cookiesIn(plain)
  if ('refused' in found) return refused(found.refused)
  const { cookies } = found
  if (cookies.length === 0) return refused(isBareValue(plain) ? 'bare-value' : 'not-a-cookie')
  return loginOf(cookies, site, sites, now)
}

function refused(code: LoginRefusal, platform?: string): LoginReading {
  return { kind: 'refused', code, ...(platform === undefined ? {} : { platform }) }
}

/**
 * Removes invisible characters and quotes around the text, and makes full-width characters ASCII.
 */
function plainLogin(text: string): string {
  const plain = text
    .replaceAll(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
    .replaceAll(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u00a0\u3000]/g, ' ')
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\r\n?/g, '\n')
    .trim()
  const named = /^(?:export |set )?(?:document\.)?cookies?\s*=\s*(?=["'`])/i.exec(plain)?.[0] ?? ''
  const bare = plain.slice(named.length).replace(/;$/, '')
  const quote = bare.charAt(0)
  const isQuoted = bare.length > 1 && '"\'`'.includes(quote) && bare.endsWith(quote)
  return isQuoted ? bare.slice(1, -1).trim() : plain
}

type Found = { readonly cookies: readonly FoundCookie[] } | { readonly refused: LoginRefusal }

function cookiesIn(text: string): Found {
  if (/^[[{]/.test(text)) return inBrackets(text)
  const cookies = cookiesInFile(text) ?? cookiesInCommand(text) ?? inAddress(text)
  if (cookies) return { cookies }
  // Firefox and other tools show long headers without their middle.
  if (text.includes('…')) return { refused: 'cut' }
  return { cookies: inHeaders(text) ?? cookiesInLines(text) }
}

function inBrackets(text: string): Found {
  const json = parsed(text)
  if (json !== undefined) return { cookies: cookiesInJson(json) ?? [] }
  const pairs = [...text.matchAll(/'([^'\n]+)'\s*:\s*'([^'\n]*)'/g)]
  if (pairs.length === 0) return { refused: 'damaged' }
  const cookies = pairs.map(([, name = '', value = '']) => ({ name, value }))
  return { cookies: text.startsWith('{') ? cookies : [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // reported as `damaged`; the parser's message would quote the login
  }
}

/** Reads the address after a login by QR code, whose query contains the cookies. */
function inAddress(text: string): readonly FoundCookie[] | undefined {
  const [, query] = /^https?:\/\/[^\s?]+\?([^\s#]+)$/i.exec(text) ?? []
  return query === undefined ? undefined : cookiesInHeader(query.replaceAll('&', ';'))
}

/** Reads cookies from a list of headers: the value follows the name, or is on the next lines. */
function inHeaders(text: string): readonly FoundCookie[] | undefined {
  const lines = text.split('\n')
  const cookies: FoundCookie[] = []
  let value: string[] | undefined
  const end = (): void => {
    if (value) cookies.push(...cookiesInLines(value.join('\n')))
    value = undefined
  }
  for (const line of lines) {
    const [, set, own] = /^\s*(set-)?cookie\s*:(.*)$/i.exec(line) ?? []
    if (own !== undefined) {
      end()
      value = [set === undefined ? own : (own.split(';')[0] ?? '')]
    } else if (value && /^\s*:?[A-Za-z][A-Za-z-]*:(?:\s|$)/.test(line) && value.join('') !== '') {
      end()
    } else {
      value?.push(line)
    }
  }
  end()
  return cookies.length === 0 ? undefined : cookies
}

function isBareValue(text: string): boolean {
  return /^[\w%*.,:+/-]{8,}$/.test(text)
}

function loginOf(
  all: readonly FoundCookie[],
  site: LoginSite,
  sites: readonly LoginSite[],
  now: number,
): LoginReading {
  const own = all.filter(({ domain }) => isOf(site, domain))
  const isOver = ({ expires }: FoundCookie): boolean =>
    expires !== undefined && secondsOf(expires) * 1000 <= now
  const isLogin = ({ name }: FoundCookie): boolean => site.cookies.includes(name)
  const used = unique(own.filter((one) => one.value !== '' && (isLogin(one) || !isOver(one))))
  const login = used.filter(isLogin)
  if (login.length === 0) return refusalWithoutLogin(all, own, site, sites)
  const cut = login.some(({ value }) => /…|\.{3}$/.test(value))
  if (cut) return refused('cut')
  if (login.some(({ value }) => /%25[\da-f]{2}/i.test(value))) return refused('double-encoded')
  const sent = used.map((one) => (isLogin(one) ? { ...one, value: sendableValue(one.value) } : one))
  const usable = sent.filter(({ value }) => /^[\x20-\x3a\x3c-\x7e]+$/.test(value))
  if (!login.every(({ name }) => usable.some((one) => one.name === name)))
    return refused('unusable')
  const cookie = usable.map(({ name, value }) => `${name}=${value}`).join('; ')
  if (cookie.length > maxCookieChars) return refused('too-long')
  const expired = login.filter(isOver).map(({ name }) => name)
  return { kind: 'login', cookie, expired, leftOut: all.length - usable.length }
}

/** Returns the reason why the cookies contain no login. */
function refusalWithoutLogin(
  all: readonly FoundCookie[],
  own: readonly FoundCookie[],
  site: LoginSite,
  sites: readonly LoginSite[],
): LoginReading {
  const other = sites.find(
    ({ platform, cookies }) =>
      platform !== site.platform && all.some(({ name }) => cookies.includes(name)),
  )
  if (other) return refused('wrong-site', other.platform)
  return refused(own.length === 0 ? 'wrong-site' : 'no-login')
}

/** Returns true if a cookie belongs to a site, or has no domain. */
function isOf({ domains }: LoginSite, domain: string | undefined): boolean {
  if (domain === undefined || domain === '') return true
  const host = domain.toLowerCase().replace(/^\./, '')
  return domains.some((one) => host === one || host.endsWith(`.${one}`))
}

/** Converts an expiry to seconds; some tools write milliseconds. */
function secondsOf(time: number): number {
  return time > 1e11 ? time / 1000 : time
}

/** Returns the first cookie of each name: browsers send the most specific one first. */
function unique(cookies: readonly FoundCookie[]): readonly FoundCookie[] {
  const byName = new Map<string, FoundCookie>()
  for (const one of cookies) if (!byName.has(one.name)) byName.set(one.name, one)
  return [...byName.values()]
}

/** Returns a value as a browser sends it: without quotes and white space, commas encoded. */
function sendableValue(value: string): string {
  return value.replaceAll(/["\s]/g, '').replaceAll(',', '%2C')
}
