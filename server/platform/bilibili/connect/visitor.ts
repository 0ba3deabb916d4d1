import { parseCookies } from '../../../lib/cookie.ts'
import { fieldsOf, positiveOf, textOf } from '../../wire/field.ts'
import type { BilibiliIo } from './profile.ts'
import { ask, isSuspicion, takenForMachine } from './site.ts'

/** Who we are to the site. A token is bound to all of it. */
export interface Visitor {
  /** 0 is a guest. */
  readonly uid: number
  /** The id of our device, `buvid3`. Without one there is no token. */
  readonly buvid: string
  readonly cookie: string
}

/**
 * A device id, as the site gives one to everybody who comes without.
 *
 * @throws RiskControl
 */
export async function fetchBuvid(io: BilibiliIo): Promise<string> {
  const answer = await ask({ base: 'api', path: io.profile.devicePath }, io)
  const buvid = textOf(fieldsOf<'b_3'>(answer.data).b_3)
  if (answer.code === 0 && buvid !== undefined) return buvid
  throw isSuspicion(answer) ? takenForMachine() : new Error('no device id in the answer')
}

/** Somebody without an account. */
export function guest(buvid: string): Visitor {
  return { uid: 0, buvid, cookie: `buvid3=${buvid}` }
}

/**
 * The account that a cookie stands for; undefined if the site does not know it, or not any more. It
 * has a device of its own where the cookie names one.
 *
 * @throws RiskControl
 */
export async function fetchAccount(
  cookie: string,
  buvid: string,
  io: BilibiliIo,
): Promise<Visitor | undefined> {
  const answer = await ask({ base: 'api', path: '/x/web-interface/nav', cookie }, io)
  if (isSuspicion(answer)) throw takenForMachine()
  const { isLogin, mid } = fieldsOf<'isLogin' | 'mid'>(answer.data)
  const uid = positiveOf(mid)
  if (isLogin !== true || uid === undefined) return undefined
  const own = parseCookies(cookie)['buvid3']
  return own === undefined
    ? { uid, buvid, cookie: `${cookie}; buvid3=${buvid}` }
    : { uid, buvid: own, cookie }
}
