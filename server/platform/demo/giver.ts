import type { User } from '../../../proto/feed/index.ts'
import { between, pick, type Random } from '../../lib/random.ts'
import type { GiftDraft } from '../platform.ts'
import { type Cue, pause } from './cue.ts'
import { recordedGifts, type RecordedGift } from './recorded/gift.ts'
import { diamonds, type Tally } from './tally.ts'

/** The dependencies of a giver. */
export interface GiverParts {
  readonly random: Random
  readonly cast: readonly User[]
  readonly tally: Tally
  /** Makes the streaks of this giver different from those of others. */
  readonly name: string
}

const restMs = 2_000
const streakChance = 0.6
const longestStreak = 12
// More expensive gifts are sent one at a time.
const dearestInStreak = 52
const totalWeight = recordedGifts.reduce((sum, { weight }) => sum + weight, 0)

/**
 * Yields gifts without end: single gifts and streaks. A streak has running totals that may leave
 * out a step, and one in five has no end, as on a real platform.
 */
export function* giver({ random, cast, tally, name }: GiverParts): Generator<Cue, never> {
  let afterMs = 0
  for (let streak = 1; ; streak++) {
    afterMs += pause(random, restMs, afterMs)
    const user = pick(random, cast)
    const item = anyGift(random)
    const totals = totalsOf(random, item)
    const ends = random() < 0.8
    for (const [index, total] of totals.entries()) {
      const growth = total - (totals[index - 1] ?? 0)
      const combo = { group: `${name}-${streak}`, final: ends && index === totals.length - 1 }
      const draft: GiftDraft =
        totals.length === 1
          ? { ...giftOf(user, item), tally: 'added', count: total }
          : { ...giftOf(user, item), tally: 'total', count: total, combo }
      yield {
        afterMs,
        perform: () => {
          tally.spent(user, growth * item.diamonds)
          return draft
        },
      }
      afterMs += between(random, 250, 700)
    }
  }
}

function giftOf(user: User, { name, diamonds: price }: RecordedGift) {
  // The recording has no gift ids, so the name takes their place.
  return { type: 'gift' as const, user, gift: { id: name, name }, price: diamonds(price) }
}

function anyGift(random: Random): RecordedGift {
  let left = random() * totalWeight
  const found = recordedGifts.find(({ weight }) => (left -= weight) < 0)
  return found ?? pick(random, recordedGifts)
}

/** Returns the totals of a streak; a single one for a single gift. */
function totalsOf(random: Random, item: RecordedGift): readonly number[] {
  if (item.diamonds > dearestInStreak || random() > streakChance) return [1]
  const steps = between(random, 2, longestStreak)
  const all = Array.from({ length: steps }, (_, index) => index + 1)
  return all.filter((total) => total === 1 || total === steps || random() < 0.9)
}
