import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bilibili } from '../bilibili/index.ts'
import { joined, messageFrame } from './message.fake.ts'
import { encodePacket, operations } from './packet.ts'
import { fakeTools } from './context.fake.ts'
import { mostMessages } from './unpack.ts'

const empty = encodePacket({ version: 0, operation: operations.message, body: new Uint8Array() })
const many = (packet: Uint8Array, bytes = 4 * 1024 * 1024): Uint8Array =>
  new Uint8Array(Buffer.alloc(bytes - (bytes % packet.length), packet))
const packed = (run: Uint8Array): Uint8Array =>
  encodePacket({ version: 3, operation: operations.message, body: brotliCompressSync(run) })

const style = [0, 1, 25, 0xffffff, 1_763_600_000_000, 0, 0, 'abcd', 0, 0, 0, '', 0, '{}']
const chat = messageFrame({ cmd: 'DANMU_MSG', info: [style, 'x', [1, 'y', 0, 0, 0, 1, 1, '']] })
const nested = (open: string, bytes: number): Uint8Array =>
  messageFrame(`{"cmd":"X","data":${open.repeat(bytes / open.length)}`)

const bombs: readonly (readonly [string, Uint8Array, string])[] = [
  ['empty packets, packed', packed(many(empty)), 'too-many'],
  ['unknown commands, packed', packed(many(messageFrame({ cmd: 'X' }))), 'too-many'],
  ['lines of chat, packed', packed(many(chat)), 'too-many'],
  ['empty packets as they are', many(empty), 'too-many'],
  ['packed packets in number', many(packed(empty)), 'too-many'],
  ['nested arrays', nested('[', 4_000_000), 'too-big'],
  ['nested objects', nested('{"a":', 500_000), 'bad-message'],
  ['nested arrays in a string of a chat', nested('"', 500_000), 'bad-message'],
]

test.each(bombs)('H5 %s cost at most 200 ms', (_, frame, kind) => {
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage() // on a busy machine the wall clock measures other processes
    const { drafts, raws, faults } = bilibili.read(frame, fakeTools)
    const { user, system } = process.cpuUsage(before)
    expect(faults.map((fault) => fault.kind)).toContain(kind)
    expect(drafts.length + raws.length).toBeLessThanOrEqual(mostMessages)
    return (user + system) / 1000
  })
  expect(Math.min(...costs)).toBeLessThanOrEqual(200)
})

test('H5 the maximal number of messages of a frame is read, the next one is a fault', () => {
  const full = Array.from({ length: mostMessages }, () => chat)
  expect(bilibili.read(packed(joined(...full)), fakeTools)).toMatchObject({ faults: [] })
  const over = bilibili.read(packed(joined(...full, chat, chat)), fakeTools)
  expect(over.drafts).toHaveLength(mostMessages)
  expect(over.faults).toEqual([
    { kind: 'too-many', detail: `more than ${mostMessages} packets in one frame` },
  ])
})

test('H5 an empty body is a fault and is not parsed', () => {
  expect(bilibili.read(empty, fakeTools).faults).toMatchObject([{ kind: 'bad-message' }])
})
