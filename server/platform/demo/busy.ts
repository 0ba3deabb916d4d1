import type { Draft, User } from '../../../proto/feed/index.ts'
import { between, pick, seededRandom, type Random } from '../../lib/random.ts'
import type { Timed } from '../platform.ts'
import { createCast } from './cast.ts'
import { type Act, byChance, regularly, together } from './cue.ts'
import { giver } from './giver.ts'
import { recordedChat } from './recorded/chat.ts'
import { createTally, diamonds, type Tally } from './tally.ts'

type Superchat = Extract<Draft, { type: 'superchat' }>
type Membership = Extract<Draft, { type: 'membership' }>

const colors = ['#ffd166', '#06d6a0', '#66c7f4', '#ef8bb8'] as const

// The prices of paid messages, and the times on display.
const paidMessages = [
  { fen: 3_000, shownMs: 60_000 },
  { fen: 5_000, shownMs: 120_000 },
  { fen: 10_000, shownMs: 300_000 },
] as const

const memberships: readonly Membership[] = [
  { type: 'membership', kind: 'join', tier: '粉丝团', value: diamonds(1) },
  { type: 'membership', kind: 'upgrade', tier: '粉丝团' },
  membershipOfCaptains('join'),
  membershipOfCaptains('renew'),
]

/**
 * Yields mixed events of a busy room, 6 to 12 a second, without ids. The same for the same seed.
 */
export function* busy(seed: number): Generator<Timed, never> {
  const random = seededRandom(seed)
  const cast = createCast(random)
  const tally = createTally()
  yield { afterMs: 0, draft: { type: 'room', state: 'live', title: '深夜开黑 🎮 demo' } }
  yield { afterMs: 0, draft: tally.stats() }
  yield { afterMs: 0, draft: chat(random, cast) }
  const givers = ['a', 'b', 'c'].map((name) => giver({ random, cast, tally, name }))
  const cues = together([...crowd(random, cast, tally), ...givers])
  for (;;) {
    const { afterMs, perform } = cues.next().value
    yield { afterMs, draft: perform() }
  }
}

function crowd(random: Random, cast: readonly User[], tally: Tally): readonly Act[] {
  const user = (): User => pick(random, cast)
  return [
    regularly(3_000, tally.stats),
    regularly(12_000, tally.board),
    byChance(random, 350, () => chat(random, cast)),
    byChance(random, 800, () => {
      tally.entered()
      return { type: 'enter', user: user() }
    }),
    byChance(random, 700, () => {
      const count = between(random, 1, 12)
      return { type: 'like', user: user(), count, total: tally.liked(count) }
    }),
    byChance(random, 6_000, () => {
      tally.followed()
      return { type: 'follow', user: user() }
    }),
    byChance(random, 15_000, () => ({ type: 'share', user: user() })),
    byChance(random, 14_000, () => superchat(random, user())),
    byChance(random, 16_000, () => ({ ...pick(random, memberships), user: user() })),
  ]
}

function chat(random: Random, cast: readonly User[]): Extract<Draft, { type: 'chat' }> {
  return {
    type: 'chat',
    user: pick(random, cast),
    text: pick(random, recordedChat),
    ...(random() < 0.1 && { color: pick(random, colors) }),
    ...(random() < 0.02 && { mode: 'top' as const }),
    ...(random() < 0.03 && { replyTo: pick(random, cast) }),
  }
}

function superchat(random: Random, user: User): Superchat {
  const { fen, shownMs } = pick(random, paidMessages)
  const text = pick(random, recordedChat)
  return {
    type: 'superchat',
    user,
    text,
    value: { amount: fen, unit: 'cny.fen', cents: fen },
    shownMs,
  }
}

function membershipOfCaptains(kind: Membership['kind']): Membership {
  const value = { amount: 19_800, unit: 'cny.fen', cents: 19_800 } as const
  return { type: 'membership', kind, tier: '舰长', guard: 3, months: 1, value }
}
