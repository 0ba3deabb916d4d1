import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Long from 'long'
import protobuf from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { Message, PushFrame, Response } from '../../../proto/gen/douyin.js'
import { type Mutation, wireMutations } from '../mutation.fake.ts'
import type { Reading } from '../platform.ts'
import { frameFolder, pushFrame, pushFrameOf, tools } from './frame.fake.ts'
import { read } from './read.ts'
import { normalizers } from './normalizers.ts'

const folders = [frameFolder, join(import.meta.dirname, 'fixture', 'case')]
const framesIn = (folder: string): readonly Uint8Array[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.bin') && !/bomb|corrupt|truncated/.test(file))
    .map((file) => new Uint8Array(readFileSync(join(folder, file))))

// The `bytes` fields that are decoded only on demand are messages like others here.
const source = readFileSync(join(import.meta.dirname, '../../../proto/douyin.proto'), 'utf8')
const { root } = protobuf.parse(source.replace('bytes display_text', 'Text display_text'))
root.resolveAll()

/** Returns the type of a method's payload; one message has another name than its method. */
const typeOf = (method: string): protobuf.Type =>
  root.lookupType(method === 'WebcastRoomNotifyMessage' ? 'NotifyMessage' : method.slice(7))

const messages = folders
  .flatMap((folder) => framesIn(folder))
  .map((bytes) => PushFrame.decode(bytes))
  .filter(({ payloadType }) => payloadType === 'msg')
  .flatMap(({ payload }) =>
    Response.decode(payload[0] === 0x1f ? gunzipSync(payload) : payload).messages.map((bytes) =>
      Message.decode(bytes),
    ),
  )
  .filter(({ method }) => normalizers.has(method))

const readPayload = (method: string, payload: Uint8Array): Reading =>
  read(pushFrame([{ method, payload, msgId: Long.ONE }]), tools)

const typesIn = ({ drafts }: Reading): string => drafts.map(({ type }) => type).join(' ')

/** Returns everything on which money depends: the events, and the keys of their sums. */
const moneyIn = ({ drafts }: Reading, isUngrouped: boolean): string =>
  JSON.stringify(
    drafts.map((draft) => {
      if (draft.type === 'gift') {
        const { combo, count, gift, price, tally } = draft
        return [price, count, gift.id, ...(isUngrouped ? [] : [tally, combo?.group])]
      }
      return draft.type === 'redpacket' ? [draft.value, draft.packetId] : []
    }),
  )

// Without these fields the message has no event of that kind: the rest stays correct.
const secondary: Readonly<Record<string, RegExp>> = {
  WebcastSocialMessage: /^followCount$/,
  WebcastRoomUserSeqMessage: /^(?:total|totalUser|ranks)/,
  WebcastLuckyBoxMessage: /^diamondCount$/,
}

// A step of a streak without a group is known to count its own: the same sum of the message.
const groups = /(?:^|\.)groupId$/

/**
 * Returns true if a changed message is the same event with the same money, less than that, or a
 * named fault.
 */
function isSound(reading: Reading, whole: Reading, method: string, path: string): boolean {
  const { drafts, faults, raws } = reading
  if (drafts.length === 0 && faults.length > 0) return raws.length > 0
  if (secondary[method]?.test(path)) {
    return drafts.length > 0 && !drafts.some((draft) => 'value' in draft)
  }
  const [now, before] = [reading, whole].map((one) => [
    typesIn(one),
    moneyIn(one, groups.test(path)),
  ])
  return String(now) === String(before)
}

describe('a message with any one field removed, nulled or of another type is the same event with the same money, or a named fault', () => {
  const methods = [...new Set(messages.map(({ method }) => method))]

  test('there are messages of most methods', () => {
    expect(methods.length).toBeGreaterThan(14)
  })

  test.each(methods)('%s', (method) => {
    const wrong: string[] = []
    const seen = new Set<string>()
    for (const { payload } of messages.filter((one) => one.method === method)) {
      const whole = readPayload(method, payload)
      for (const { path, how, message } of wireMutations(payload, typeOf(method))) {
        seen.add(how)
        const reading = readPayload(method, message)
        if (!isSound(reading, whole, method, path)) wrong.push(`${path} ${how}`)
      }
    }
    expect([...seen].toSorted()).toEqual(['nulled', 'of another type', 'removed'])
    expect([...new Set(wrong)]).toEqual([])
  })
})

describe('a message whose wrapper has any one field removed, nulled or of another type', () => {
  const changed = (message: Message): Iterable<Mutation<Uint8Array>> =>
    wireMutations(Message.encode(message).finish(), root.lookupType('Message'))

  test('is the same event with the same money, or a named fault', () => {
    const wrong: string[] = []
    for (const one of messages) {
      const whole = read(pushFrame([one]), tools)
      for (const { path, how, message } of changed(one)) {
        const reading = read(pushFrameOf({ messages: [message] }), tools)
        if (!isSound(reading, whole, '', path)) wrong.push(`${one.method} ${path} ${how}`)
      }
    }
    expect([...new Set(wrong)]).toEqual([])
  })
})
