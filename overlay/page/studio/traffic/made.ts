import type { TestKind } from '../../../locale/studio.ts'
import type { FeedEvent, Money } from '../../../../proto/feed/index.ts'

/** The kinds of test events. */
export const testKinds = [
  'chat',
  'gift',
  'combo',
  'superchat',
  'membership',
  'enter',
  'follow',
  'like',
] as const satisfies readonly TestKind[]

/** A generated event without the fields that the server adds. */
export interface MadeEvent {
  readonly type: FeedEvent['type']
  readonly [field: string]: unknown
}

/** Returns a random number from 0 to just below 1. */
export type Random = () => number

/** Returns a random event of a kind. */
export function makeEvent(kind: TestKind, random: Random): MadeEvent {
  const user = person(random)
  const made = makers[kind](random)
  return { ...made, user: kind === 'membership' ? { ...user, guard: 3 } : user }
}

/** Returns a random event of any kind: mostly chat. */
export function makeAnything(random: Random): MadeEvent {
  const share = random()
  const kind = usual.find(([upTo]) => share < upTo)?.[1] ?? 'chat'
  return makeEvent(kind, random)
}

// Cumulated shares.
const usual: readonly (readonly [upTo: number, kind: TestKind])[] = [
  [0.78, 'chat'],
  [0.86, 'gift'],
  [0.89, 'combo'],
  [0.95, 'enter'],
  [0.97, 'like'],
  [0.985, 'follow'],
  [0.995, 'superchat'],
  [1, 'membership'],
]

const makers: Readonly<Record<TestKind, (random: Random) => MadeEvent>> = {
  chat: (random) => ({ type: 'chat', text: pick(random, lines) }),
  gift: (random) => giftOf(pick(random, gifts), 1),
  combo: (random) => {
    const total = 2 + Math.floor(random() * 60)
    const gift = pick(random, gifts)
    const id = `${gift.id}-${Math.floor(random() * 1e9)}`
    return { ...giftOf(gift, total), combo: { id, total, final: true } }
  },
  superchat: (random) => {
    const [yuan, seconds] = pick(random, prices)
    return {
      type: 'superchat',
      text: pick(random, lines),
      value: yuanOf(yuan),
      shownMs: seconds * 1_000,
    }
  },
  membership: () => ({
    type: 'membership',
    kind: 'join',
    tier: '舰长',
    guard: 3,
    months: 1,
    value: yuanOf(198),
  }),
  enter: () => ({ type: 'enter' }),
  follow: () => ({ type: 'follow' }),
  like: (random) => ({ type: 'like', count: 1 + Math.floor(random() * 20) }),
}

interface Gift {
  readonly id: string
  readonly name: string
  readonly yuan: number
}

function giftOf({ id, name, yuan }: Gift, count: number): MadeEvent {
  return {
    type: 'gift',
    gift: { id, name },
    count,
    price: diamonds(yuan),
    value: diamonds(yuan * count),
  }
}

function diamonds(yuan: number): Money {
  return { amount: Math.round(yuan * 10), unit: 'diamond', cents: Math.round(yuan * 100) }
}

function yuanOf(yuan: number): Money {
  return { amount: yuan * 100, unit: 'cny.fen', cents: yuan * 100 }
}

function person(random: Random): object {
  const name = pick(random, names)
  const fan = random() < 0.4 ? { fan: { name: '观测', level: 1 + Math.floor(random() * 20) } } : {}
  const guard = random() < 0.05 ? { guard: 3 } : {}
  return { id: `test:${name}`, name, level: 1 + Math.floor(random() * 40), ...fan, ...guard }
}

function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0]
}

const gifts: readonly [Gift, ...Gift[]] = [
  { id: 'heart', name: '小心心', yuan: 0.1 },
  { id: 'beer', name: '大啤酒', yuan: 0.2 },
  { id: 'flower', name: '鲜花', yuan: 1 },
  { id: 'light', name: '荧光律动', yuan: 9.9 },
  { id: 'love', name: '真的爱你', yuan: 52 },
  { id: 'crown', name: '为你加冕', yuan: 100 },
]
const prices: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
  [30, 60],
  [50, 120],
  [100, 300],
  [500, 1_800],
  [2_000, 7_200],
]
const names: readonly [string, ...string[]] = [
  '晚风',
  '橘子汽水',
  '在逃猫咪',
  '北窗',
  '小满',
  '三分糖',
  'Lumen',
  '山海',
  '阿拾',
  '鲸落',
  '不吃香菜',
  'momo',
]
const lines: readonly [string, ...string[]] = [
  '来了来了',
  '这波可以',
  '哈哈哈哈哈哈',
  '666',
  '主播晚上好',
  '这个画质太舒服了',
  '前排围观',
  '刚下班，赶上了',
  '再来一把再来一把',
  '好家伙，这也能过？',
  'good game',
  '这首歌叫什么',
  '音量正好，不用调',
  '第一次来，请多关照',
  '刚才那个镜头能再看一遍吗，太快了没看清',
  '上头了',
  '笑死',
  '加油！',
]
