import { brotliCompressSync, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createSeenIds } from '../../lib/seen-ids.ts'
import type { Effect } from '../platform.ts'
import { joined, messageFrame } from './message.fake.ts'
import { encodePacket, operations } from './packet.ts'
import { type Normalize, readFrame, type Vocabulary } from './read.ts'
import { fakeTools } from './context.fake.ts'

const vocabulary: Vocabulary = {
  normalizers: new Map<string, Normalize>([['ENTER', () => [{ type: 'enter' }]]]),
  isIgnored: (method) => method === 'NOISE',
}
const enter = { cmd: 'ENTER', p_is_ack: true, p_msg_type: 0, msg_id: '7:1000:1000' }
const again = { ...enter, p_msg_type: 1 }

/** Returns a function that reads consecutive frames of one source. */
function reader() {
  const tools = { ...fakeTools, isNewMessage: createSeenIds(2000) }
  return (...messages: readonly unknown[]) =>
    readFrame(joined(...messages.map(messageFrame)), tools, vocabulary)
}

const answersIn = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect) => {
    if (effect.kind !== 'reply') return []
    const packet = Buffer.from(effect.bytes)
    expect(packet.subarray(0, 16).toString('hex')).toBe(
      `${packet.length.toString(16).padStart(8, '0')}001000010000001800000001`,
    )
    return [JSON.parse(packet.subarray(16).toString())]
  })

test('a message that requires it is acknowledged by its id, name and kind of delivery', () => {
  const { effects } = reader()(enter, { cmd: 'ENTER', msg_id: '8', p_is_ack: false })
  expect(answersIn(effects)).toEqual([{ msg_id: '7:1000:1000', cmd: 'ENTER', p_msg_type: 0 }])
})

test('a name is returned unchanged, with the part after its colon', () => {
  const { effects, drafts } = reader()({ ...enter, cmd: 'ENTER:4:0:2' })
  expect(answersIn(effects)).toMatchObject([{ cmd: 'ENTER:4:0:2' }])
  expect(drafts).toHaveLength(1)
})

test('a repeated message is acknowledged again, and has no event', () => {
  const receive = reader()
  expect(receive(enter).drafts).toHaveLength(1)
  for (let time = 0; time < 4; time++) {
    const { drafts, raws, effects } = receive(again)
    expect([drafts, raws]).toEqual([[], []])
    expect(effects.at(-1)).toEqual({ kind: 'redelivered', method: 'ENTER' })
    expect(answersIn(effects)).toMatchObject([{ p_msg_type: 1 }])
  }
})

test('a message whose first delivery was lost is no repetition', () => {
  expect(reader()(again).drafts).toHaveLength(1)
})

test('other messages may have the same id', () => {
  expect(reader()(enter, { ...enter, cmd: 'OTHER' }, { ...enter, msg_id: '8' })).toMatchObject({
    drafts: [{ type: 'enter' }, { type: 'enter' }],
    raws: [{ method: 'OTHER' }],
  })
})

test('messages without an id are all new', () => {
  const { drafts } = reader()({ cmd: 'ENTER' }, { cmd: 'ENTER' }, { cmd: 'ENTER', msg_id: '' })
  expect(drafts).toHaveLength(3)
})

test.each([
  ['zlib', 2, deflateSync],
  ['brotli', 3, brotliCompressSync],
] as const)('in a frame packed by %s each message is acknowledged', (_, version, pack) => {
  const body = pack(joined(messageFrame(enter), messageFrame({ ...enter, msg_id: '8' })))
  const frame = encodePacket({ version, operation: operations.message, body })
  const tools = { ...fakeTools, isNewMessage: createSeenIds(2000) }
  const first = readFrame(frame, tools, vocabulary)
  expect(answersIn(first.effects)).toMatchObject([{ msg_id: '7:1000:1000' }, { msg_id: '8' }])
  const second = readFrame(frame, tools, vocabulary)
  expect([first.drafts.length, second.drafts.length]).toEqual([2, 0])
  expect(answersIn(second.effects)).toHaveLength(2)
})

test('noise is acknowledged, too', () => {
  const { effects } = reader()({ ...enter, cmd: 'NOISE' })
  expect(answersIn(effects)).toEqual([{ msg_id: '7:1000:1000', cmd: 'NOISE', p_msg_type: 0 }])
  expect(effects.at(-1)).toEqual({ kind: 'ignored', method: 'NOISE' })
})

test('an invalid id or kind of delivery is not sent back', () => {
  const odd = [7.5, null, {}, [], true, 'x'.repeat(129)].map((msg_id) => ({ ...enter, msg_id }))
  const { effects, drafts } = reader()(...odd, { ...enter, p_msg_type: { a: [1] } })
  expect(answersIn(effects)).toEqual([{ msg_id: '7:1000:1000', cmd: 'ENTER', p_msg_type: 0 }])
  expect(drafts).toHaveLength(7)
})

test('frames without a source are read as often as they come', () => {
  const frame = messageFrame(enter)
  for (let time = 0; time < 2; time++) {
    expect(readFrame(frame, fakeTools, vocabulary).drafts).toHaveLength(1)
  }
})
