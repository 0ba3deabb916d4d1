import type { MembershipEvent, User } from '../../../../proto/feed/index.ts'
import type { Provisional, ReadContext, RoomContext } from '../../platform.ts'
import { totalPrice } from '../../total-price.ts'
import {
  countOf,
  type Fields,
  fieldsOf,
  idOf,
  nameOf,
  positiveOf,
  secondsOf,
  textOf,
} from '../../json/field.ts'
import { type GuardLevel, guardOf, termOf } from '../../bilibili-packet/guard-level.ts'
import { gold } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { shownBadge } from '../fan.ts'
import { eventId } from '../id.ts'
import { anonymousEffects, jsonUinfoOf } from '../uinfo.ts'
import { keyOf, type UserFacts, userOf } from '../user.ts'

/** The unparsed fields of a purchase; the same for both of its forms. */
interface PurchaseFacts {
  readonly user: UserFacts
  readonly tier: unknown
  readonly number: unknown
  readonly unit: unknown
  /** The total paid for the order in gold, independent of the number of months. */
  readonly price: unknown
  readonly operation: unknown
  readonly words: unknown
  readonly transaction: unknown
  readonly seconds: unknown
  readonly origin: unknown
}

/** Reads `USER_TOAST_MSG`: a membership was bought. */
export function membership(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<ToastField>(command['data'])
  return purchase({
    user: personOf(
      { uid: data.uid, name: data.username, guard: data.guard_level },
      data,
      roomContext,
    ),
    tier: data.role_name,
    number: data.num,
    unit: data.unit,
    price: data.price,
    operation: data.op_type,
    words: data.toast_msg,
    transaction: data.payflow_id,
    seconds: data.start_time,
    origin: data.source,
  })
}

type ToastField =
  | 'uid'
  | 'username'
  | 'guard_level'
  | 'role_name'
  | 'num'
  | 'unit'
  | 'price'
  | 'op_type'
  | 'toast_msg'
  | 'payflow_id'
  | 'start_time'
  | 'source'
  | 'sender_uinfo'

/** Reads `USER_TOAST_MSG_V2`: the same purchase again, in groups of fields. */
export function membershipGrouped(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<'sender_uinfo' | 'guard_info' | 'pay_info' | 'option' | 'toast_msg'>(
    command['data'],
  )
  const { uid } = fieldsOf<'uid'>(data.sender_uinfo)
  const guard = fieldsOf<'guard_level' | 'role_name' | 'op_type' | 'start_time'>(data.guard_info)
  const pay = fieldsOf<'num' | 'unit' | 'price' | 'payflow_id'>(data.pay_info)
  return purchase({
    user: personOf({ uid, guard: guard.guard_level }, data, roomContext),
    tier: guard.role_name,
    number: pay.num,
    unit: pay.unit,
    price: pay.price,
    operation: guard.op_type,
    words: data.toast_msg,
    transaction: pay.payflow_id,
    seconds: guard.start_time,
    origin: fieldsOf<'source'>(data.option).source,
  })
}

/** Adds the fields of the `sender_uinfo` block. */
function personOf(
  facts: UserFacts,
  { sender_uinfo: value }: Fields<'sender_uinfo'>,
  roomContext: RoomContext | undefined,
): UserFacts {
  const uinfo = jsonUinfoOf(value)
  return { ...facts, fan: shownBadge(uinfo, undefined, roomContext), uinfo }
}

// The copy of a gifted membership: Bilibili's own chat hides it too.
const hiddenOrigin = 2

function purchase(facts: PurchaseFacts): Normalized {
  if (facts.origin === hiddenOrigin) return []
  const user = userOf(facts.user)
  const { uid, uinfo } = facts.user
  const price = countOf(facts.price)
  if (price === undefined) return undefined
  // Both forms carry the payment's id, so the room publishes one of them.
  const transaction = idOf(facts.transaction) ?? momentOf(facts)
  const at = secondsOf(facts.seconds)
  const guard = guardOf(facts.user.guard)
  return [
    omitUndefined({
      type: 'membership',
      id: eventId('guard', transaction),
      at,
      user,
      kind: kindOf(facts),
      tier: nameOf(facts.tier),
      guard,
      ...termOf(facts.number, facts.unit),
      value: gold(price),
      provisional: receipt('confirmed', guard, user),
    }),
    ...anonymousEffects(uid, uinfo),
  ]
}

/**
 * Reads `GUARD_BUY`: the same purchase at the list price of one month, without the information if
 * it is a renewal. It counts if no toast arrives: some first purchases have none.
 */
export function membershipListed(command: Command): Normalized {
  const data = fieldsOf<ListedField>(command['data'])
  const user = userOf({ uid: data.uid, name: data.username, guard: data.guard_level })
  const price = countOf(data.price)
  const months = positiveOf(data.num)
  const guard = guardOf(data.guard_level)
  if (price === undefined || months === undefined) return undefined
  const start = idOf(data.start_time)
  const who = idOf(data.uid) ?? user?.name
  const isKnown = start !== undefined && who !== undefined
  const listed = isKnown ? `listed-${who}-${start}` : undefined
  return [
    omitUndefined({
      type: 'membership',
      id: eventId('guard', listed),
      at: secondsOf(data.start_time),
      user,
      kind: 'join',
      tier: nameOf(data.gift_name),
      guard,
      months,
      value: gold(totalPrice(price, months)),
      provisional: receipt('provisional', guard, user),
    }),
  ]
}

type ListedField = 'uid' | 'username' | 'guard_level' | 'num' | 'price' | 'gift_name' | 'start_time'

// Toasts of one purchase were seen within a second of each other.
const toastMs = 3_000

/** Returns the hint for a purchase, also of an unknown buyer, so that it is not counted twice. */
function receipt(
  kind: Provisional['kind'],
  guard: GuardLevel | undefined,
  user: User = {},
): Provisional {
  return { kind, key: `guard/${guard ?? 0}/${user.id ?? user.name ?? ''}`, waitMs: toastMs }
}

/** Returns the key that both forms of one purchase share if they have no payment's id. */
function momentOf({ user, seconds }: PurchaseFacts): string | undefined {
  const [who, start] = [idOf(user.uid) ?? keyOf(userOf(user), user.uinfo), idOf(seconds)]
  return who === undefined || start === undefined ? undefined : `bought-${who}-${start}`
}

/**
 * Returns the kind. Neither sign is reliable alone: renewals are seen with the word 开通 (opened) and
 * as operation 1.
 */
function kindOf({ words, operation }: PurchaseFacts): MembershipEvent['kind'] {
  const renewed = operation === 2 || operation === 3 || textOf(words)?.includes('续费')
  return renewed ? 'renew' : 'join'
}
