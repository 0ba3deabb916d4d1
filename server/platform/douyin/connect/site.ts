import { RiskControl } from '../../errors.ts'
import { cookieHeader } from '../../../lib/net/cookie.ts'
import { type Cookies, cookiesSetBy } from './cookie.ts'
import type { DouyinIo } from './profile.ts'
import type { Query } from './template.ts'
import { address } from './url.ts'

/** A request to Douyin's site, as its web page makes it. */
export interface SiteRequest {
  /** From the root, such as `/123`. */
  readonly path: string
  readonly query?: Query
  readonly accept: string
  /** The page in the referrer; the root if absent. */
  readonly from?: string
  readonly cookies: Cookies
}

/** An answer of the site; redirects are answers, too. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly cookies: Cookies
}

/**
 * Makes a request to the site.
 *
 * @throws RiskControl if it requests fewer requests; Error if it is out of order.
 */
export async function ask(request: SiteRequest, io: DouyinIo): Promise<Answer> {
  const response = await send(request, io)
  const { status, headers } = response
  return { status, body: await response.text(), cookies: cookiesSetBy(headers) }
}

/**
 * Requests bytes from the site. Undefined if the answer is empty, which is a form of risk control.
 *
 * @throws RiskControl if it requests fewer requests; Error if it is out of order.
 */
export async function askForBytes(
  request: SiteRequest,
  io: DouyinIo,
): Promise<Uint8Array | undefined> {
  const response = await send(request, io)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return response.status === 200 && bytes.length > 0 ? bytes : undefined
}

async function send(request: SiteRequest, io: DouyinIo): Promise<Response> {
  const { path, query, accept, from = '/', cookies } = request
  const { site, userAgent } = io.profile
  const base = io.endpoints['site'] ?? site
  const cookie = cookieHeader(cookies)
  const response = await io.fetch(query ? address(base + path, query) : base + path, {
    headers: {
      accept,
      'accept-language': 'zh-CN,zh;q=0.9',
      'user-agent': userAgent,
      referer: site + from,
      ...(cookie === '' ? {} : { cookie }),
    },
    redirect: 'manual',
    signal: io.signal,
  })
  const { status, headers } = response
  if (status >= 500) throw new Error(`Douyin's site answered ${status}`)
  if (slowDown.has(status)) {
    const retryAfterMs = Number(headers.get('retry-after')) * 1000
    const advice = retryAfterMs > 0 ? { retryAfterMs } : {}
    const message = `Douyin asks for fewer requests (${status})`
    throw new RiskControl(message, { ...advice, code: 'slow-down' })
  }
  return response
}

// 444 is not a standard status: pages and lists answer it for a while after too many requests.
const slowDown: ReadonlySet<number> = new Set([429, 444])
