import { fieldsOf, textOf } from '../../wire/field.ts'
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
