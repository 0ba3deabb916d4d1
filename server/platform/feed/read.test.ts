import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { read } from './read.ts'

const fixtures = join(import.meta.dirname, 'fixture')
const readValue = (value: unknown) => read(bytesWith(value), fakeTools)

/** A value that can be parsed but not serialised. */
const nested = (levels: number): string => `@${levels}@`
const bytesWith = (value: unknown): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(value).replaceAll(/"@(\d+)@"/g, (_, levels: string) =>
      '['.repeat(Number(levels)).concat(']'.repeat(Number(levels))),
    ),
  )

const chat = (seq: number): FeedEvent => ({
  v: 1,
  seq,
  id: `bilibili:chat:${seq}`,
  room: 'elsewhere',
  source: 'bilibili:21452505',
  at: 1,
  receivedAt: 2,
  type: 'chat',
  text: 'hi',
})
const hello = { frame: 'hello', v: 1, room: 'elsewhere', epoch: 'e', seq: 5, head: 9, state: [] }

test.each(readdirSync(join(fixtures, 'frame')).filter((file) => file.endsWith('.bin')))(
  '%s gives its golden file',
  async (file) => {
    const {
      told: _,
      line: _line,
      ...reading
    } = read(readFileSync(join(fixtures, 'frame', file)), fakeTools)
    await expect(`${JSON.stringify(reading, undefined, 2)}\n`).toMatchFileSnapshot(
      join(fixtures, 'golden', file.replace('.bin', '.json')),
    )
  },
)

test('an event keeps its id, time and source; position and arrival are assigned here', () => {
  const { events, drafts, effects } = readValue({ ...chat(7), via: 'feed:farther' })
  const { id, source, at, type, text } = chat(7) as FeedEvent & { readonly text: string }
  expect(events).toEqual([{ id, source, at, type, text }])
  expect(drafts).toEqual([]) // which would be counted once more
  expect(effects).toEqual([{ kind: 'cursor', cursor: '7' }])
})

test('an event of a newer type is passed on unchanged', () => {
  expect(readValue({ ...chat(7), type: 'poll', choices: ['a'] }).events).toMatchObject([
    { type: 'poll', choices: ['a'] },
  ])
})

test('a newer word in a list that we know costs nothing', () => {
  const newer = { type: 'source', state: 'open', limits: ['masked', 'newer'] }
  expect(readValue({ ...chat(7), ...newer }).events).toMatchObject([newer])
  const member = { type: 'membership', kind: 'gifted', guard: 4 }
  expect(readValue({ ...chat(7), ...member }).events).toMatchObject([member])
})

test('hello has the state at the cursor; newer events come in their order', () => {
  const { events, effects } = readValue({ ...hello, resumed: true, state: [chat(5), chat(6)] })
  expect(events?.map(({ id }) => id)).toEqual(['bilibili:chat:5'])
  expect(effects).toEqual([{ kind: 'cursor', cursor: '5', detail: 'e' }])
})

test('before a missing gap arrives the cursor stays where it was, so that a disconnect cannot hide it', () => {
  expect(readValue({ ...hello, resumed: false }).effects).toEqual([])
  const gap = { frame: 'gap', from: 3, to: 5, reason: 'expired' }
  expect(readValue(gap)).toMatchObject({
    events: [{ type: 'notice', code: 'events-lost', count: 3 }],
    effects: [{ kind: 'cursor', cursor: '5' }],
  })
  const over = { frame: 'gap', from: 1, to: 0, reason: 'epoch', epoch: 'e2' }
  expect(readValue(over).effects).toEqual([{ kind: 'cursor', cursor: '0', detail: 'e2' }])
})

test('if the other relay would omit events, all of them are requested instead', () => {
  const skip = { frame: 'skip', from: 3, to: 5, counts: { like: 3 } }
  expect(readValue(skip).effects).toMatchObject([{ kind: 'closing', reason: /too slowly/ }])
})

test.each([
  ['text that is no JSON', 'hi'],
  ['an event without a position', { ...chat(7), seq: 0 }],
  ['an event whose source is no source', { ...chat(7), source: 'every where' }],
  ['an event of half a user', { ...chat(7), user: 'x' }],
  ['a hello of another version', { ...hello, resumed: true, v: 2 }],
  ['a hello whose state is no events', { ...hello, resumed: true, state: [1] }],
  ['a gap that leads nowhere', { frame: 'gap', from: 1, to: 0, reason: 'epoch' }],
  ['a raw message of nothing', { type: 'raw' }],
  ['H2 a line whose text is none', { ...chat(7), text: {} }],
  ['H2 a gift without a price', { ...chat(7), type: 'gift', gift: { id: '1' }, count: 1 }],
  ['H2 a withdrawal of nothing', { ...chat(7), type: 'retract', target: { user: 5 } }],
  ['H2 a board without rows', { ...chat(7), type: 'rank', board: 'b' }],
  ['H2 a board whose name is none', { ...chat(7), type: 'rank', board: { toString: 1 }, rows: [] }],
  ['H2 a board of odd rows', { ...chat(7), type: 'rank', board: 'b', rows: [null] }],
  ['H2 an event nested 2,500 deep', { ...chat(7), type: 'poll', deep: nested(2_500) }],
  ['H2 a raw message nested 5,000 deep', { type: 'raw', method: 'X', data: nested(5_000) }],
  [
    'H2 a state nested 2,500 deep',
    { ...hello, resumed: true, state: [{ ...chat(5), deep: nested(2_500) }] },
  ],
  [
    'M10 a raw message of more than 64 KiB',
    { type: 'raw', method: 'X', data: '名'.repeat(22_000) },
  ],
])('%s is a fault', (_what, message) => {
  const { faults, events, effects } = readValue(message)
  expect(faults).toMatchObject([{ kind: 'bad-message' }])
  expect([events ?? [], effects]).toEqual([[], []])
})

test('an event that is too long for any reader is a fault', () => {
  expect(readValue({ ...chat(7), text: 'x'.repeat(300_000) }).faults).toHaveLength(1)
})

test.each([
  [
    'figures that are no numbers',
    { ...chat(7), type: 'stats', online: 'many', likes: 5 },
    'online',
  ],
  ['a colour that is none', { ...chat(7), color: { r: 1 } }, 'color'],
  ['a name that is none', { ...chat(7), user: { id: 'x:1', name: 5 } }, 'user.name'],
  ['a reply to no user', { ...chat(7), replyTo: 5 }, 'replyTo'],
])('H2 of %s, only the wrong field is left out', (_what, message, path) => {
  const { faults, events = [] } = readValue(message)
  expect(faults).toEqual([])
  expect(events).toHaveLength(1)
  expect(events[0]).not.toHaveProperty(path)
  expect(events[0]).toHaveProperty('id', message.id)
})

test('H2 a superchat without the time that it is shown still counts', () => {
  const value = { amount: 30, unit: 'cny', cents: 3_000 }
  const { events = [] } = readValue({ ...chat(7), type: 'superchat', value })
  expect(events).toMatchObject([{ type: 'superchat', value, shownMs: 60_000 }])
})
