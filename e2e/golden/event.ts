import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedEvent, HelloFrame, Money, User } from '../../proto/feed/index.ts'
import { root } from '../kit/server.ts'

/** The clock of the compared page, epoch milliseconds. */
export const goldenNow = 1_763_600_000_000

const folder = join(root, 'proto/feed/fixtures')
const stateTypes: ReadonlySet<string> = new Set(['source', 'stats', 'rank', 'room'])

/** Returns the frames of a page: the contract's samples, and one event of each colour. */
export function goldenFrames(): readonly (HelloFrame | FeedEvent)[] {
  const all = readdirSync(folder).map((name) => read(name))
  const samples = all.filter(
    (one): one is FeedEvent => 'type' in one && one.type !== ('raw' as string),
  )
  const hello = all.find((one): one is HelloFrame => 'frame' in one && one.frame === 'hello')
  if (!hello) throw new Error('the contract has no sample of a hello')
  const state = [...hello.state, ...samples.filter(({ type }) => stateTypes.has(type))]
  const events = [...samples.filter(({ type }) => !stateTypes.has(type)), ...colours()]
  return [
    { ...hello, seq: 0, head: 0, resumed: false, state },
    ...events.map((event, index) => fresh(event, index + 1)),
  ]
}

function read(name: string): FeedEvent | HelloFrame {
  const text = readFileSync(join(folder, name), 'utf8')
  // Emoji use the system's font, which is not part of the comparison.
  return JSON.parse(text.replaceAll(/\p{Extended_Pictographic}/gu, '*')) as FeedEvent | HelloFrame
}

function fresh(event: FeedEvent, seq: number): FeedEvent {
  return { ...event, seq, at: goldenNow, receivedAt: goldenNow }
}

/** Returns the events that the samples lack: every tier, every rank, every role. */
function colours(): readonly FeedEvent[] {
  const yuan = [30, 50, 100, 500, 1_000, 2_000]
  return [
    made('chat', person('主播', { roles: ['anchor'] }), {
      text: '欢迎大家',
      replyTo: person('小明'),
    }),
    made('chat', person('房管', { roles: ['admin'], guard: 2 }), { text: '请文明发言' }),
    made('chat', person('粉丝', { fan: { name: '星光', level: 21, own: true } }), { text: '666' }),
    made('chat', person('Anna'), { text: '666' }),
    made('chat', person('舰长', { guard: 3 }), { text: '从今天开始每天都来看直播，一天也不落下' }),
    ...yuan.map((amount) =>
      made('superchat', person(`老板${amount}`), {
        text: '生日快乐，万事如意',
        ...(amount === 500 ? { translation: 'Happy birthday' } : {}),
        value: money(amount),
        shownMs: 120_000,
      }),
    ),
    ...([1, 2, 3] as const).map((guard) =>
      made('membership', person(`船员${guard}`, { guard }), {
        kind: 'join',
        tier: '大航海',
        guard,
        months: 1,
        value: money(198),
      }),
    ),
    ...yuan.slice(1).map((amount, index) =>
      made('gift', person(`观众${amount}`), {
        gift: { id: `g${index}`, name: '火箭' },
        count: 10,
        price: money(amount / 10),
        value: money(amount),
        combo: { id: `c${index}`, total: 10, final: false },
        ...(index === 0 ? { to: person('嘉宾') } : {}),
      }),
    ),
    made('enter', person('提督', { guard: 2, level: 30 }), {}),
    made('rank', undefined, {
      board: 'contribution',
      rows: ['豪哥', '老板', '糖糖', '小明', 'Anna'].map((name, index) => ({
        rank: index + 1,
        user: person(name),
        score: Math.round(30_000 / (index + 1) ** 2),
      })),
    }),
  ]
}

let count = 0

function made<T extends FeedEvent['type']>(
  type: T,
  user: User | undefined,
  fields: Partial<Extract<FeedEvent, { type: T }>>,
): FeedEvent {
  count += 1
  const event: unknown = {
    v: 1,
    id: `golden:${count}`,
    room: 'movie-night',
    source: 'bilibili:21452505',
    type,
    ...(user ? { user } : {}),
    ...fields,
  }
  return event as FeedEvent // position and times are set when it is sent
}

function person(name: string, over: Partial<User> = {}): User {
  return { id: `golden:${name}`, name, ...over }
}

function money(yuan: number): Money {
  return { amount: yuan * 100, unit: 'cny.fen', cents: yuan * 100 }
}
