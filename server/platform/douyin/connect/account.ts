import { cookieHeader, parseCookies } from '../../../lib/net/cookie.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { anyNonce, type Cookies } from './cookie.ts'
import { readPage } from './page.ts'
import type { DouyinIo } from './profile.ts'
import { ask } from './site.ts'

/** The cookies of an account for the handshake, and its id there. */
export interface Account {
  readonly cookies: Cookies
  readonly visitorId?: string
}

// The cookies of the web page at the handshake; others of a browser are not sent to that socket.
const shown: ReadonlySet<string> = new Set([
  'ttwid',
  'msToken',
  'sessionid',
  'sessionid_ss',
  'sid_tt',
  'sid_guard',
  'uid_tt',
  'uid_tt_ss',
  'passport_csrf_token',
  'odin_tt',
  'is_staff_user',
])

const html = 'text/html,application/xhtml+xml'

/**
 * Returns the account of a cookie, as the page of a room sees it; undefined if that reports no
 * login. A page without a login state does not invalidate the cookie.
 *
 * @throws RiskControl
 */
export async function logIn(
  webRid: string,
  cookie: string,
  io: DouyinIo,
): Promise<Account | undefined> {
  const all = parseCookies(cookie)
  const cookies = { ...all, __ac_nonce: all['__ac_nonce'] ?? anyNonce(io.random) }
  const { status, body } = await ask({ path: `/${webRid}`, accept: html, cookies }, io)
  const page = readPage(status === 200 ? body : '')
  if (page.loggedIn === false) return undefined
  const kept = Object.entries(all).filter(([name]) => shown.has(name))
  return { cookies: Object.fromEntries(kept), ...omitUndefined({ visitorId: page.visitorId }) }
}

/** Returns the header of a handshake: the account's cookies, completed by those of a guest. */
export function handshakeCookie(ttwid: string, account: Account | undefined): string {
  return cookieHeader({ ttwid, ...account?.cookies })
}
