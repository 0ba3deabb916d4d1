import type { Draft } from '../../proto/feed/index.ts'
import { createCombos } from '../pipeline/combo.ts'
import type { Mutation } from './mutation.fake.ts'
import type { Reading } from './platform.ts'

/** Returns the sums of money in a reading, by unit. */
function moneyOf({ drafts, events = [] }: Reading): Readonly<Record<string, number>> {
  const combos = createCombos()
  const published: Draft[] = [...events]
  for (const draft of drafts) {
    if (draft.type === 'gift') published.push(...combos.accept(draft, 0))
    else published.push(draft)
  }
  const sums: Record<string, number> = {}
  for (const event of published) {
    const value = 'value' in event ? event.value : undefined
    if (!value) continue
    const { amount, unit, cents = 0 } = value
    if (amount > 0) sums[unit] = (sums[unit] ?? 0) + amount
    if (cents > 0) sums['cents'] = (sums['cents'] ?? 0) + cents
  }
  return sums
}

/**
 * The result of reading a message: an event; a fault, counted and kept unchanged; `set-aside`,
 * counted and kept; `quiet`, only counted; or `lost`.
 */
type ReadResult = 'event' | 'fault' | 'set-aside' | 'quiet' | 'lost'

/** Returns the result of reading a message. */
export function resultOf({ drafts, events = [], faults, raws, effects }: Reading): ReadResult {
  if (drafts.length + events.length > 0) return 'event'
  if (faults.length > 0) return raws.length > 0 ? 'fault' : 'lost'
  if (raws.length > 0) return 'set-aside'
  return effects.length > 0 ? 'quiet' : 'lost'
}

/** A changed message with a wrong result. */
interface Violation {
  readonly message: string
  readonly path: string
  readonly how: string
  readonly result: ReadResult
  readonly money: unknown
}

/** The results that changed messages may have besides the same event, by `message path`. */
export interface Rules {
  /** The fields without which there is a fault instead of an event. */
  readonly essential: RegExp
  /** The fields without which the event may have no money. */
  readonly optional?: RegExp
  /** The fields that decide if there is an event. */
  readonly deciding?: RegExp
}

/** A message and its changed forms. */
interface Subject<T> {
  readonly name: string
  readonly before: Reading
  readonly mutations: Iterable<Mutation<T>>
  readonly read: (message: T) => Reading
}

/** Returns each changed form whose result is neither the same money nor allowed by the rules. */
export function violations<T>(subject: Subject<T>, rules: Rules): readonly Violation[] {
  const { name, before, mutations, read } = subject
  const whole = moneyOf(before)
  const found: Violation[] = []
  for (const { path, how, message } of mutations) {
    const after = read(message)
    const [result, money] = [resultOf(after), moneyOf(after)]
    const isRight =
      result === 'event'
        ? isSameMoney(money, whole, rules.optional?.test(`${name} ${path}`))
        : isAllowed(result, `${name} ${path}`, rules)
    if (!isRight) found.push({ message: name, path, how, result, money })
  }
  return found
}

function isAllowed(result: ReadResult, place: string, { essential, deciding }: Rules): boolean {
  if (result === 'lost') return false
  return (result === 'fault' && essential.test(place)) || deciding?.test(place) === true
}

type Sums = Readonly<Record<string, number>>

/** Returns true if the sums are the same; with `partly`, sums may be missing. */
function isSameMoney(sums: Sums, whole: Sums, partly = false): boolean {
  const units = Object.keys(partly ? sums : { ...whole, ...sums })
  return units.every((unit) => sums[unit] === whole[unit])
}
