import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Message, PushFrame, Response } from '../../../proto/gen/douyin.js'
import { protoFields, provedFields } from '../proto-proof.fake.ts'
import { fixture } from './frame.fake.ts'

const proto = readFileSync(join(import.meta.dirname, '../../../proto/douyin.proto'), 'utf8')

/** What the one real frame here holds, layer by layer. */
function evidence() {
  const frame = fixture('seed001_pushframe')
  const body = new Uint8Array(gunzipSync(PushFrame.decode(frame).payload))
  const [message = new Uint8Array()] = Response.decode(body).messages
  return [
    { type: 'PushFrame', bytes: frame },
    { type: 'Response', bytes: body },
    { type: 'Message', bytes: message },
    { type: 'ChatMessage', bytes: Message.decode(message).payload },
  ]
}

test('each field number is proved by a real message, or marked as unproved', () => {
  const proved = provedFields(proto, evidence())
  const fields = protoFields(proto)
  expect(fields.length).toBeGreaterThan(150)
  const without = fields.filter(({ path, unproved }) => !unproved && !proved.has(path))
  expect(without.map(({ path }) => path)).toEqual([])
  const needless = fields.filter(({ path, unproved }) => unproved && proved.has(path))
  expect(needless.map(({ path }) => path)).toEqual([])
})

test('what frames, lines of chat and the people who write them are read by is proved', () => {
  const proved = provedFields(proto, evidence())
  const frames = ['PushFrame.log_id', 'PushFrame.payload', 'Response.messages']
  const lines = ['Message.method', 'Message.msg_id', 'ChatMessage.content', 'User.id']
  const needed = [...frames, ...lines, 'Response.internal_ext', 'User.nickname']
  expect(needed.filter((path) => !proved.has(path))).toEqual([])
})
