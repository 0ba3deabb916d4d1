import type { Draft } from '../../proto/feed/index.ts'
import { createCombos } from '../upstream/combo.ts'
import type { Mutation } from './mutation.fake.ts'
import type { Reading } from './platform.ts'

/** Returns what was told of money, by unit. */
function moneyOf({ drafts, events = [] }: Reading): Readonly<Record<string, number>> {
  const combos = createCombos()
  const told: Draft[] = [...events]
  for (const draft of drafts) {
    if (draft.type === 'gift') told.push(...combos.accept(draft, 0))
    else told.push(draft)
  }
  const sums: Record<string, number> = {}
  for (const event of told) {
    const value = 'value' in event ? event.value : undefined
    if (!value) continue
    const { amount, unit, cents = 0 } = value
    if (amount > 0) sums[unit] = (sums[unit] ?? 0) + amount
    if (cents > 0) sums['cents'] = (sums['cents'] ?? 0) + cents
  }
  return sums
}

/**
 * What became of a message: an event; a fault, counted and kept as it came; `set-aside`, counted and
 * kept; `quiet`, counted alone; or `lost`.
 */
type Fate = 'event' | 'fault' | 'set-aside' | 'quiet' | 'lost'

/** Returns what became of a message. */
export function fateOf({ drafts, events = [], faults, raws, effects }: Reading): Fate {
  if (drafts.length + events.length > 0) return 'event'
  if (faults.length > 0) return raws.length > 0 ? 'fault' : 'lost'
  if (raws.length > 0) return 'set-aside'
  return effects.length > 0 ? 'quiet' : 'lost'
}

/** How a changed message was read that was not read as it must be. */
interface Wrong {
  readonly message: string
  readonly path: string
  readonly how: string
  readonly fate: Fate
  readonly money: unknown
}

/** What a changed message may come to besides the same event, by `message path`. */
export interface Rules {
  /** Fields without which there is no event: a fault names what is missing. */
  readonly essential: RegExp
  /** Money that an event may leave out. */
  readonly optional?: RegExp
  /** Fields that say whether there is an event at all. */
  readonly deciding?: RegExp
}

/** A message and its changed forms. */
interface Subject<T> {
  readonly name: string
  readonly before: Reading
  readonly mutations: Iterable<Mutation<T>>
  readonly read: (message: T) => Reading
}

/** Returns each changed form that is neither the event with the same money nor a fault of its own. */
export function wrongs<T>(subject: Subject<T>, rules: Rules): readonly Wrong[] {
  const { name, before, mutations, read } = subject
  const whole = moneyOf(before)
  const found: Wrong[] = []
  for (const { path, how, message } of mutations) {
    const after = read(message)
    const [fate, money] = [fateOf(after), moneyOf(after)]
    const isRight =
      fate === 'event'
        ? isSameMoney(money, whole, rules.optional?.test(`${name} ${path}`))
        : isNamed(fate, `${name} ${path}`, rules)
    if (!isRight) found.push({ message: name, path, how, fate, money })
  }
  return found
}

function isNamed(fate: Fate, place: string, { essential, deciding }: Rules): boolean {
  if (fate === 'lost') return false
  return (fate === 'fault' && essential.test(place)) || deciding?.test(place) === true
}

type Sums = Readonly<Record<string, number>>

/** True if the sums are the same; with `partly`, if nothing is told that was not before. */
function isSameMoney(sums: Sums, whole: Sums, partly = false): boolean {
  const units = Object.keys(partly ? sums : { ...whole, ...sums })
  return units.every((unit) => sums[unit] === whole[unit])
}
