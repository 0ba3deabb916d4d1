import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Message, PushFrame, Response } from '../../../proto/gen/douyin.js'
import { proofErrors, protoFields, provedFields } from '../proto-proof.fake.ts'
import { fixture } from './frame.fake.ts'

const proto = readFileSync(join(import.meta.dirname, '../../../proto/douyin.proto'), 'utf8')

/** Returns the nested messages of the one real frame in the fixtures. */
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
  expect(protoFields(proto).length).toBeGreaterThan(150)
  expect(proofErrors(proto, evidence())).toEqual({ unmarked: [], needlesslyMarked: [] })
})

test('the fields of frames, of lines of chat and of their users are proved', () => {
  const proved = provedFields(proto, evidence())
  const frames = ['PushFrame.log_id', 'PushFrame.payload', 'Response.messages']
  const lines = ['Message.method', 'Message.msg_id', 'ChatMessage.content', 'User.id']
  const needed = [...frames, ...lines, 'Response.internal_ext', 'User.nickname']
  expect(needed.filter((path) => !proved.has(path))).toEqual([])
})
