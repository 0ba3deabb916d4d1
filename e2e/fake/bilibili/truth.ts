import { createHash } from 'node:crypto'
import { between, pick, type Random, seededRandom } from '../../../server/lib/random.ts'

/** Messages, with the facts that a client without loss has. */
export interface Truth {
  readonly messages: readonly object[]
  /** The `id_str` of every chat line, in order. */
  readonly chatIds: readonly string[]
  /** The `tid` of every gift, in order. */
  readonly giftIds: readonly string[]
  /** The total number of items. */
  readonly items: number
  /** The total number of coins. */
  readonly gold: number
}

const giftEvery = 3

// Gifts of the same kind among this number of consecutive messages are one combo.
const comboLength = 24
const prices = [100, 1000, 6600, 33_000] as const

/** Generates messages of chat and gifts. Those of two seeds have no id in common. */
export function makeTruth(count: number, seed = 1): Truth {
  const random = seededRandom(seed)
  const numbers = Array.from({ length: count }, (_, number) => number)
  const made = numbers.map((number) => {
    const key = createHash('sha256').update(`${seed} ${number}`).digest('hex')
    return number % giftEvery === giftEvery - 1
      ? gift(key, `${seed}-${Math.floor(number / comboLength)}`, random)
      : chat(key, number)
  })
  return {
    messages: made.map(({ message }) => message),
    chatIds: made.flatMap((one) => ('chatId' in one ? [one.chatId] : [])),
    giftIds: made.flatMap((one) => ('giftId' in one ? [one.giftId] : [])),
    items: sum(made.map((one) => ('items' in one ? one.items : 0))),
    gold: sum(made.map((one) => ('gold' in one ? one.gold : 0))),
  }
}

/** Returns every message twice, the copy directly after it. */
export function doubled(messages: readonly object[]): readonly object[] {
  return messages.flatMap((message) => [message, message])
}

/** Returns the same messages in another order. */
export function shuffled(messages: readonly object[], seed = 1): readonly object[] {
  const random = seededRandom(seed)
  return messages
    .map((message) => ({ message, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ message }) => message)
}

// In the form for guests: users have no uid, and masked names.
const startedAt = 1_763_600_000_000

function chat(key: string, number: number): { message: object; chatId: string } {
  const chatId = key.slice(0, 34)
  const hash = key.slice(34, 42)
  const text = `第${number}句`
  const extra = JSON.stringify({ content: text, id_str: chatId, emots: null, reply_mid: 0 })
  const style = [0, 1, 25, 0xffffff, startedAt + number, 0, 0, hash, 0, 0, 0, '', 0, '{}', '{}']
  const info = [[...style, { mode: 0, extra }], text, [0, '观***', 0, 0, 0, 10000, 1, ''], []]
  return { chatId, message: { cmd: 'DANMU_MSG', info, dm_v2: '' } }
}

function gift(
  key: string,
  combo: string,
  random: Random,
): { message: object; giftId: string; items: number; gold: number } {
  const giftId = BigInt(`0x${key.slice(0, 15)}`).toString()
  const items = between(random, 1, 9)
  const price = pick(random, prices)
  const gold = items * price
  const data = {
    action: '投喂',
    uid: 0,
    uname: '观***',
    giftId: 30_000 + prices.indexOf(price),
    giftName: '测试礼物',
    num: items,
    price,
    total_coin: gold,
    coin_type: 'gold',
    tid: giftId,
    rnd: giftId,
    timestamp: Math.floor(startedAt / 1000),
    batch_combo_id: `batch:gift:combo_id:${combo}`,
    combo_stay_time: 3,
  }
  return { giftId, items, gold, message: { cmd: 'SEND_GIFT', data } }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
