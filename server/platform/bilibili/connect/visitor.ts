import { cookieHeader, parseCookies } from '../../../lib/net/cookie.ts'
import { fieldsOf, positiveOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { BilibiliIo } from './profile.ts'
import { ask, isRiskControl, riskControl } from './site.ts'

/** The ids of a device, which the site issues to each visitor without one. */
export interface Device {
  readonly buvid3: string
  /** The second id; absent if the site issued none. */
  readonly buvid4?: string
}

/** The identity of the client. A token is bound to all of it. */
export interface Visitor {
  /** The account; 0 is a guest. */
  readonly uid: number
  /** The id of the device, `buvid3`. Without one there is no token. */
  readonly buvid: string
  readonly cookie: string
  /**
   * The names of cookies that were added to the login; a login by QR code has no device cookies.
   */
  readonly addedCookies: readonly string[]
}

/**
 * Requests a device in the way of the page for visitors.
 *
 * @param cookie - the cookies of a visitor who has a part of a device.
 * @throws RiskControl
 */
export async function fetchDevice(io: BilibiliIo, cookie?: string): Promise<Device> {
  const shown = cookie === undefined ? {} : { cookie }
  const answer = await ask({ base: 'api', path: io.profile.devicePath, ...shown }, io)
  const { b_3, b_4 } = fieldsOf<'b_3' | 'b_4'>(answer.data)
  const buvid3 = textOf(b_3)
  if (answer.code === 0 && buvid3 !== undefined)
    return omitUndefined({ buvid3, buvid4: textOf(b_4) })
  throw isRiskControl(answer) ? riskControl() : new Error('no device id in the answer')
}

/** Returns a visitor without an account. */
export function guest(device: Device): Visitor {
  const cookie = cookieHeader(cookiesOf(device))
  return { uid: 0, buvid: device.buvid3, cookie, addedCookies: [] }
}

/**
 * Returns the account of a cookie; undefined if the site does not accept it, or not any more. It
 * keeps the device in the cookie, and the missing ids are added.
 *
 * @throws RiskControl
 */
export async function fetchAccount(
  cookie: string,
  device: Device,
  io: BilibiliIo,
): Promise<Visitor | undefined> {
  const answer = await ask({ base: 'api', path: '/x/web-interface/nav', cookie }, io)
  if (isRiskControl(answer)) throw riskControl()
  const { isLogin, mid } = fieldsOf<'isLogin' | 'mid'>(answer.data)
  const uid = positiveOf(mid)
  if (isLogin !== true || uid === undefined) return undefined
  return withDevice(uid, cookie, device, io)
}

/** Adds missing device ids: the second id comes from the site, a whole device from the ticket. */
async function withDevice(
  uid: number,
  cookie: string,
  device: Device,
  io: BilibiliIo,
): Promise<Visitor> {
  const { buvid3, buvid4 } = parseCookies(cookie)
  const isHalf = buvid3 !== undefined && buvid4 === undefined
  const given = isHalf ? await fetchDevice(io, cookie) : device
  const missing = Object.entries(cookiesOf(given)).filter(
    ([name]) => (name === 'buvid3' ? buvid3 : buvid4) === undefined,
  )
  return {
    uid,
    buvid: buvid3 ?? device.buvid3,
    cookie: [cookie, ...missing.map(([name, value]) => `${name}=${value}`)].join('; '),
    addedCookies: missing.map(([name]) => name),
  }
}

/** Returns the cookies of a device; the second id contains characters that must be encoded. */
export function cookiesOf({ buvid3, buvid4 }: Device): Readonly<Record<string, string>> {
  return { buvid3, ...(buvid4 !== undefined && { buvid4: encodeURIComponent(buvid4) }) }
}
