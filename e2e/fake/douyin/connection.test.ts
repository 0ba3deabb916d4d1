import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { inflateNode } from '../../../server/lib/bytes/inflate-node.ts'
import { utf8 } from '../../../server/lib/bytes/utf8.ts'
import { douyin } from '../../../server/platform/douyin/index.ts'
import { until } from '../../kit/wait.ts'
import { enter, invitation } from './client.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'
import { chatLine, numberOfChatLine } from './message.ts'
import { ackOf, heartbeat, heartbeatEcho } from './wire.ts'

let fake: FakeDouyin
beforeEach(async () => {
  fake = await startFakeDouyin({ silenceMs: 300 })
})
afterEach(() => fake.close())

test('the socket echoes heartbeats, and drops a client without any', async () => {
  const socket = await enter(fake)
  const echo = once(socket, 'message')
  socket.send(heartbeat)
  expect((await echo)[0]).toEqual(heartbeatEcho)
  await once(socket, 'close')
  expect(fake.counters).toMatchObject({ heartbeats: 1, dropped: 1, strange: 0 })
})

test('the socket drops a client that sends heartbeats but answers no pings', async () => {
  const socket = await enter(fake, { autoPong: false })
  const echo = once(socket, 'message')
  socket.send(heartbeat)
  await echo
  socket.send(heartbeat)
  await once(socket, 'close')
  expect(fake.counters).toMatchObject({ heartbeats: 2, dropped: 1 })
})

test('the socket accepts the right answer to a captured frame, and no other', async () => {
  const frames = join(import.meta.dirname, '../../../server/platform/douyin/fixture/frame')
  const expected = JSON.parse(
    readFileSync(join(frames, 'synthetic-need-ack.expected.json'), 'utf8'),
  ) as { response: { internal_ext: string; cursor: string }; ack: { hex: string } }
  const head = {
    seqId: 0n,
    logId: 12_345_678_901_234_567_890n,
    cursor: expected.response.cursor,
    detail: expected.response.internal_ext,
    now: 0,
    needAck: true,
  }
  expect(ackOf(head).toString('hex')).toBe(expected.ack.hex)
  const socket = await enter(fake)
  const arrived = once(socket, 'message')
  fake.broadcast.play(readFileSync(join(frames, 'synthetic-need-ack.bin')), head)
  await arrived
  socket.send(Buffer.from(expected.ack.hex.replace(/72$/, '73'), 'hex'))
  socket.send(Buffer.from(expected.ack.hex, 'hex'))
  await until(() => expect(fake.counters).toMatchObject({ acks: 1, strange: 1 }))
})

test('the room repeats the last 15 messages to a later client', async () => {
  fake.broadcast.say(Array.from({ length: 20 }, (_, i) => chatLine(i)))
  const { url, headers } = await invitation(fake)
  const socket = new WebSocket(url, { headers })
  const [frame] = (await once(socket, 'message')) as [Buffer]
  expect(numbersIn(frame)).toEqual(Array.from({ length: 15 }, (_, i) => i + 5))
})

function numbersIn(frame: Buffer): number[] {
  const { drafts } = douyin.read(frame, { inflate: inflateNode, utf8, mask: (key) => key })
  return drafts.map(({ id }) => numberOfChatLine(id!.split(':')[1]!))
}
