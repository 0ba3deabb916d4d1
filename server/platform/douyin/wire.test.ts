import { readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { GiftMessage, Message, PushFrame, Response, User } from '../../../proto/gen/douyin.js'
import { expectationOf, fixture, frameFolder } from './frame.fake.ts'
import { wireBytes, wireFields } from './wire.fake.ts'

const names = readdirSync(frameFolder)
  .filter((file) => file.endsWith('.expected.json'))
  .map((file) => file.replace(/\.expected\.json$/, ''))
const sound = names.filter((name) => expectationOf(name).messages)

function messagesOf(name: string): Message[] {
  const { payload } = PushFrame.decode(fixture(name))
  const body = payload[0] === 0x1f ? gunzipSync(payload) : payload
  return Response.decode(body).messages.map((bytes) => Message.decode(bytes))
}

// The field number of the user in a message.
const userFields: Readonly<Record<string, number>> = {
  WebcastFansclubMessage: 4,
  WebcastLikeMessage: 5,
  WebcastGiftMessage: 7,
  WebcastLuckyBoxMessage: 12,
}

function userIn({ method, payload }: Message): User {
  return User.decode(wireBytes(wireFields(payload), userFields[method] ?? 2))
}

/** Returns some fields of a user, in the words of the fixtures. */
function picture(user: User): object {
  return {
    id: user.id.toString(),
    nickname: user.nickname,
    avatar: user.avatarThumb?.urlList?.[0],
    pay_level: user.payGrade?.level?.toString(),
    mystery_man: user.mysteryMan,
  }
}

describe('the field numbers of the schema fit the content of the frames', () => {
  test.each(sound)('%s', (name) => {
    const { frame, response } = expectationOf(name)
    const push = PushFrame.decode(fixture(name))
    expect(push.logId.toString()).toBe(frame?.log_id)
    expect(push.payloadType).toBe(frame?.payload_type)
    expect(Object.fromEntries(push.headers.map(({ key, value }) => [key, value]))).toEqual(
      frame?.headers,
    )
    const body = Response.decode(push.payload[0] === 0x1f ? gunzipSync(push.payload) : push.payload)
    expect({
      now: body.now.toString(),
      cursor: body.cursor,
      internal_ext: new TextDecoder().decode(body.internalExt),
      heartbeat_duration: body.heartbeatDuration.toString(),
      need_ack: body.needAck,
    }).toEqual(response)
  })

  test.each(sound)('messages of %s', (name) => {
    const expected = expectationOf(name).messages ?? []
    const read = messagesOf(name).map(({ method, msgId, payload }) => ({
      method,
      msg_id: msgId.toString(),
      payload_bytes: payload.length,
    }))
    expect(expected).toMatchObject(read)
  })

  test('users', () => {
    const pairs = sound.flatMap((name) => {
      const messages = messagesOf(name)
      const expected = expectationOf(name).messages ?? []
      return expected.flatMap(({ user }, index) =>
        user ? [{ user, message: messages[index]! }] : [],
      )
    })
    expect(pairs.length).toBeGreaterThan(20)
    for (const { user, message } of pairs) {
      const expected = { avatar: undefined, pay_level: undefined, ...user }
      expect(expected).toMatchObject(picture(userIn(message)))
    }
  })

  test.each(sound.filter((name) => name.includes('gift')))('gift counters of %s', (name) => {
    const expected = expectationOf(name).messages ?? []
    const read = messagesOf(name).map(({ payload }) => {
      const message = GiftMessage.decode(payload)
      return {
        group_id: message.groupId.toString(),
        group_count: message.groupCount.toString(),
        repeat_count: message.repeatCount.toString(),
        combo_count: message.comboCount.toString(),
        total_count: message.totalCount.toString(),
        repeat_end: message.repeatEnd,
        send_type: message.sendType.toString(),
        gift: {
          id: message.gift?.id?.toString(),
          name: message.gift?.name,
          diamond_count: message.gift?.diamondCount,
          combo: message.gift?.combo,
        },
      }
    })
    expect(expected).toMatchObject(read)
  })
})
