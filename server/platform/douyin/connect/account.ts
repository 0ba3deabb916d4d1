import { cookieHeader, parseCookies } from '../../../lib/net/cookie.ts'
import { given } from '../given.ts'
import { anyNonce, type Cookies } from './cookie.ts'
import { readPage } from './page.ts'
import type { DouyinIo } from './profile.ts'
import { ask } from './site.ts'

/** What an account shows at the handshake, and who it is there. */
export interface Account {
  readonly cookies: Cookies
  readonly visitorId?: string
}

// What the web page shows at the handshake; all else a browser holds is none of that socket's.
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
 * The account of a cookie, as the page of a room sees it; undefined if that says that nobody is
 * logged in. A page that does not say so leaves the benefit of the doubt.
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
  return { cookies: Object.fromEntries(kept), ...given({ visitorId: page.visitorId }) }
}

/** The header of a handshake: the account's cookies, and those of a guest where it has none. */
export function handshakeCookie(ttwid: string, account: Account | undefined): string {
  return cookieHeader({ ttwid, ...account?.cookies })
}
