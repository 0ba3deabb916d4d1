import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fixture, sha256, tools } from './frame.fake.ts'
import { read } from './read.ts'
import { wireBytes, wireFields, wireMessage, wireNumber, wireText } from './wire.fake.ts'

const seed = fixture('seed001_pushframe')
// As SHA-256, because the viewer is a real person.
const viewer = {
  id: '3917f2586d00e2db8c8f0e52af87dcbe48a393c2125ac147ace5c118d6b20d19',
  shortId: '9b625f39383da2e7aeecc83101edf2b3c2de118f6b4f36b1860bf19c5e3a803a',
  name: '64f4fcf00538b9dac1f68eb5dea598f187d8ca7402d09cd10a35cd96d16e0ec1',
}

describe('S1-27 the frame printed in the source document', () => {
  const frame = wireFields(seed)
  const body = gunzipSync(wireBytes(frame, 8))
  const response = wireFields(body)
  const message = wireMessage(response, 1)
  const chat = wireMessage(message, 2)
  const user = wireMessage(chat, 2)

  test('S1-8 has the envelope in the document', () => {
    expect(seed.length).toBe(1650)
    expect([1, 2, 3, 4].map((field) => wireNumber(frame, field))).toEqual([
      '703',
      '8726349535470258530',
      '8888',
      '8',
    ])
    expect([wireText(frame, 6), wireText(frame, 7)]).toEqual(['pb', 'msg'])
    const headers = (frame.get(5) ?? []).map((header) => wireFields(header as Uint8Array))
    const pairs = headers.map((header) => [wireText(header, 1), wireText(header, 2)])
    expect(Object.fromEntries(pairs)).toMatchObject({ compress_type: 'gzip' })
  })

  test('S1-9 S1-10 inflates to the response and the message in the document', () => {
    expect(body.length).toBe(2899)
    const [fetchInterval, heartbeat, needAck] = [3, 8, 9].map((one) => wireNumber(response, one))
    expect({ fetchInterval, heartbeat, needAck }).toEqual({
      fetchInterval: '1000',
      heartbeat: '15',
      needAck: '1',
    })
    expect(response.get(1)).toHaveLength(1)
    expect(wireText(message, 1)).toBe('WebcastChatMessage')
    expect(wireNumber(message, 3)).toBe('7181859941539730490')
  })

  test('S1-12 has the chat and the viewer in the document', () => {
    expect(wireNumber(wireMessage(chat, 1), 3)).toBe('7181823408362015540')
    expect(wireText(chat, 3)).toBe('百分之10可以直播半小时')
    expect(wireNumber(chat, 15)).toBe('1672157081')
    expect(wireNumber(user, 4)).toBe('1')
    expect({
      id: sha256(wireNumber(user, 1)),
      shortId: sha256(wireNumber(user, 2)),
      name: sha256(wireText(user, 3)),
    }).toEqual(viewer)
  })

  test('S0-1, S1-24 is read as one chat with exactly these values', () => {
    const { drafts, effects, faults, raws } = read(seed, tools)
    expect([drafts.length, raws.length, faults.length]).toEqual([1, 0, 0])
    const [draft] = drafts
    if (draft?.type !== 'chat') throw new Error('not a chat')
    expect(draft).toMatchObject({
      id: 'douyin:7181859941539730490',
      at: 1672157081000,
      text: '百分之10可以直播半小时',
      user: { level: 14, fan: { level: 5 } },
    })
    expect(sha256(draft.user?.id?.replace('douyin:', '') ?? '')).toBe(viewer.id)
    expect(sha256(draft.user?.name ?? '')).toBe(viewer.name)
    expect(effects).toContainEqual({ kind: 'heartbeat-interval', intervalMs: 15_000 })
  })

  test('S1-17 is acknowledged with its internal_ext byte for byte, under its own log id', () => {
    const reply = read(seed, tools).effects.find((effect) => effect.kind === 'reply')
    const ack = wireFields(reply?.kind === 'reply' ? reply.bytes : new Uint8Array())
    expect([...ack.keys()]).toEqual([2, 7, 8])
    expect(wireNumber(ack, 2)).toBe('8726349535470258530')
    expect(wireText(ack, 7)).toBe('ack')
    expect(wireText(ack, 8)).toBe(wireText(response, 5))
  })
})
