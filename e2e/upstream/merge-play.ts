import { between, pick, type Random, seededRandom } from '../../server/lib/random.ts'
import { doubled, shuffled, type Truth as BilibiliTruth } from '../fake/bilibili/truth.ts'
import type { FakeBilibili } from '../fake/bilibili/index.ts'
import type { Script } from '../fake/douyin/script.ts'
import type { FakeDouyin } from '../fake/douyin/index.ts'
import { until } from '../kit/wait.ts'

/** Resolves once a message of this id was published. */
export type Shown = (id: string) => Promise<unknown>

// The mean number of messages between two faults.
const troubleEvery = 250

/** Sends all messages, and ends the connection again and again. @returns the number of ends. */
export async function playBilibili(
  fake: FakeBilibili,
  { messages, chatIds }: BilibiliTruth,
  shown: Shown,
): Promise<number> {
  const random = seededRandom(3)
  const { comet, ledger } = fake
  let said = 0
  let troubles = 0
  const say = (count: number): readonly object[] => {
    const batch = messages.slice(said, said + count)
    said += batch.length
    comet.say(disturbed(batch, random), between(random, 1, 30))
    return batch
  }
  const hangUps: readonly (() => void)[] = [
    () => comet.drop('fin'),
    () => comet.drop('rst'),
    () => comet.hangUp(1000),
    () => comet.corrupt(Buffer.alloc(64, 0xff)),
    () => {
      comet.refuseGreetings(1, -101)
      comet.drop('rst')
    },
  ]
  await ledger.until('welcome', 1)
  while (said < messages.length) {
    const before = say(between(random, 5, 60))
    if (random() * troubleEvery < before.length) {
      troubles += 1
      const came = ledger.times('welcome')
      hangUps[troubles % hangUps.length]?.()
      // Not received; the messages directly before may be lost, too.
      const lost = say(between(random, 1, 20))
      await ledger.until('welcome', came + 1)
      comet.repeat(3 * (before.length + lost.length))
    }
    const chats = messages.slice(0, said).filter((message) => 'info' in message).length
    await shown(`bilibili:${chatIds[chats - 1]}`)
  }
  return troubles
}

/** Returns messages with the copies and the disorder that networks and caches cause. */
function disturbed(batch: readonly object[], random: Random): readonly object[] {
  return pick(random, [batch, doubled(batch), shuffled(batch, between(random, 1, 1_000_000))])
}

/** Does the same for Douyin, which sends the last 15 messages after a reconnect. */
export async function playDouyin(
  fake: FakeDouyin,
  { messages }: Script,
  shown: Shown,
): Promise<number> {
  const random = seededRandom(4)
  const { broadcast, site, counters, sockets } = fake
  let said = 0
  let troubles = 0
  let lastChat = ''
  const say = (count: number): number => {
    const batch = messages.slice(said, said + count)
    said += batch.length
    const chat = batch.findLast(({ method }) => method === 'WebcastChatMessage')
    if (chat) lastChat = `douyin:${chat.id}`
    broadcast.say(batch, pick(random, ['plain', 'doubled', 'disordered'] as const))
    return batch.length
  }
  const hangUps: readonly (() => void)[] = [
    () => sockets.drop('fin'),
    () => sockets.drop('rst'),
    () => broadcast.announceClose(),
    () => {
      fake.refuseNext(1)
      sockets.drop('rst')
    },
    () => {
      site.forgetGuests()
      sockets.hangUp(1000)
    },
  ]
  const accepted = (times: number): Promise<true> => until(() => counters.accepted >= times)
  await accepted(1)
  while (said < messages.length) {
    const count = say(between(random, 5, 60))
    await shown(lastChat)
    if (random() * troubleEvery > count) continue
    troubles += 1
    say(between(random, 1, 7))
    const came = counters.accepted
    hangUps[troubles % hangUps.length]?.()
    say(between(random, 1, 8)) // not received
    await accepted(came + 1)
  }
  return troubles
}
