import { countOf, fieldsOf, secondsOf } from '../../json/field.ts'
import { guardOf, type GuardLevel, termOf } from '../../bilibili-packet/guard-level.ts'
import { gold } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

const tiers: Readonly<Record<GuardLevel, string>> = { 1: '总督', 2: '提督', 3: '舰长' }

/**
 * Reads `GUARD`: a membership was bought. It does not say if for the first time, so each counts as
 * joining. `price` is the order's total, as in the toast of the web page, whose unit it shares.
 */
export function membership(command: Command): Normalized {
  const data = fieldsOf<MembershipField>(command['data'])
  const guard = guardOf(data.guard_level)
  const price = countOf(data.price)
  const person = fieldsOf<UserField>(data.user_info)
  const user = userOf({ ...data, ...person })
  if (price === undefined) return undefined
  return [
    omitUndefined({
      type: 'membership',
      id: messageId(data.msg_id),
      at: secondsOf(data.timestamp),
      user,
      kind: 'join',
      tier: guard && tiers[guard],
      guard,
      ...termOf(data.guard_num, data.guard_unit),
      value: gold(price),
    }),
  ]
}

type MembershipField =
  | UserField
  | 'user_info'
  | 'guard_num'
  | 'guard_unit'
  | 'price'
  | 'timestamp'
  | 'msg_id'
