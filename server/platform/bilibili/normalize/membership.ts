import type { MembershipEvent, User } from '../../../../proto/feed/index.ts'
import type { Echo } from '../../platform.ts'
import { countOf, fieldsOf, idOf, secondsOf, textOf } from '../../wire/field.ts'
import { guardOf, termOf } from '../../wire/guard.ts'
import { gold } from '../../wire/money.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { eventId } from '../id.ts'
import { type UserFacts, userOf } from '../user.ts'

/** What a message tells about a purchase, still unread; the same for both forms it comes in. */
interface PurchaseFacts {
  readonly user: UserFacts
  readonly tier: unknown
  readonly number: unknown
  readonly unit: unknown
  /** Really paid for one unit, gold. */
  readonly price: unknown
  readonly operation: unknown
  readonly words: unknown
  readonly transaction: unknown
  readonly seconds: unknown
  readonly origin: unknown
}

/** `USER_TOAST_MSG`: somebody bought a membership. */
export function membership(command: Command): Meaning {
  const data = fieldsOf<ToastField>(command['data'])
  return purchase({
    user: { uid: data.uid, name: data.username, guard: data.guard_level },
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

/** `USER_TOAST_MSG_V2`: the same purchase again, told in groups. */
export function membershipGrouped(command: Command): Meaning {
  const data = fieldsOf<'sender_uinfo' | 'guard_info' | 'pay_info' | 'option' | 'toast_msg'>(
    command['data'],
  )
  const sender = fieldsOf<'uid' | 'base'>(data.sender_uinfo)
  const base = fieldsOf<'name' | 'face'>(sender.base)
  const guard = fieldsOf<'guard_level' | 'role_name' | 'op_type' | 'start_time'>(data.guard_info)
  const pay = fieldsOf<'num' | 'unit' | 'price' | 'payflow_id'>(data.pay_info)
  return purchase({
    user: { uid: sender.uid, name: base.name, face: base.face, guard: guard.guard_level },
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

// The copy of a gifted membership: Bilibili's own chat hides it too.
const hiddenOrigin = 2

function purchase(facts: PurchaseFacts): Meaning {
  if (facts.origin === hiddenOrigin) return []
  const user = userOf(facts.user)
  const tier = textOf(facts.tier)
  const price = countOf(facts.price)
  if (user === undefined || tier === undefined || price === undefined) return undefined
  // Both forms carry the payment's id, so the room keeps one of them.
  const transaction = idOf(facts.transaction) ?? momentOf(facts)
  const at = secondsOf(facts.seconds)
  const guard = guardOf(facts.user.guard)
  const { times, ...term } = termOf(facts.number, facts.unit)
  return [
    present({
      type: 'membership',
      id: eventId('guard', transaction),
      at,
      user,
      kind: kindOf(facts),
      tier,
      guard,
      ...term,
      value: gold(price * times),
      echo: receipt('fact', user),
    }),
  ]
}

/**
 * `GUARD_BUY`: the same purchase at the list price, and without a word on whether it is a renewal. It
 * counts where no toast comes: some first purchases have none.
 */
export function membershipListed(command: Command): Meaning {
  const data = fieldsOf<ListedField>(command['data'])
  const user = userOf({ uid: data.uid, name: data.username, guard: data.guard_level })
  const tier = textOf(data.gift_name)
  const price = countOf(data.price)
  const guard = guardOf(data.guard_level)
  if (user === undefined || tier === undefined || price === undefined) return undefined
  const { times, ...term } = termOf(data.num, '月')
  const start = idOf(data.start_time)
  const listed = start === undefined ? undefined : `listed-${idOf(data.uid) ?? user.name}-${start}`
  return [
    present({
      type: 'membership',
      id: eventId('guard', listed),
      at: secondsOf(data.start_time),
      user,
      kind: 'join',
      tier,
      guard,
      ...term,
      value: gold(price * times),
      echo: receipt('rumour', user),
    }),
  ]
}

type ListedField = 'uid' | 'username' | 'guard_level' | 'num' | 'price' | 'gift_name' | 'start_time'

// Toasts of one purchase were seen within a second of each other.
const toastMs = 3_000

function receipt(kind: Echo['kind'], { id, name, guard }: User): Echo {
  return { kind, key: `guard/${guard ?? 0}/${id ?? name}`, waitMs: toastMs }
}

/** What both forms of one purchase share where they have no payment's id. */
function momentOf({ user, seconds }: PurchaseFacts): string | undefined {
  const [who, start] = [idOf(user.uid) ?? textOf(user.name), idOf(seconds)]
  return who === undefined || start === undefined ? undefined : `bought-${who}-${start}`
}

/** Neither sign is reliable alone: renewals are seen worded as 开通 (opened) and as operation 1. */
function kindOf({ words, operation }: PurchaseFacts): MembershipEvent['kind'] {
  const renewed = operation === 2 || operation === 3 || textOf(words)?.includes('续费')
  return renewed ? 'renew' : 'join'
}
