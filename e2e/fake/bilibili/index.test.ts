import { afterEach, describe, expect, test } from 'vitest'
import { wbiSignature } from '../../../signer/bilibili/wbi.ts'
import {
  capturedFrame,
  clientPacket,
  dialPlainly,
  messagesIn,
  type PlainClient,
  type Stamp,
  stampsIn,
} from './client.ts'
import { doubled, makeTruth, shuffled } from './truth.ts'
import { type FakeBilibili, startFakeBilibili } from './index.ts'

const agent = 'Mozilla/5.0 (test)'
const mixedKey = 'ea1db124af3c7062474693fa704f4ff8'

const opened: { readonly close: () => unknown }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

function kept<T extends { readonly close: () => unknown }>(one: T): T {
  opened.push(one)
  return one
}

const start = async (options = {}): Promise<FakeBilibili> => kept(await startFakeBilibili(options))

/** The union of the endpoints' answers. */
interface Answer {
  readonly code: number
  readonly data: {
    readonly b_3: string
    readonly token: string
    readonly host_list: readonly { readonly ws_port: number }[]
    readonly wbi_img: { readonly img_url: string }
  }
}

async function get(fake: FakeBilibili, path: string, headers = {}): Promise<Answer> {
  const response = await fetch(`${fake.endpoints.api}${path}`, {
    headers: { 'user-agent': agent, ...headers },
  })
  const answer: unknown = response.ok ? await response.json() : { code: response.status }
  return answer as Answer
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000)

async function deviceOf(fake: FakeBilibili): Promise<string> {
  return (await get(fake, '/x/frontend/finger/spi')).data.b_3
}

async function askToken(
  fake: FakeBilibili,
  { buvid = '', wts = nowSeconds(), w_rid = '', id = '5440' },
): Promise<Answer> {
  const parameters = { id, type: '0', wts: String(wts) }
  const signature = w_rid || wbiSignature(parameters, mixedKey)
  const query = new URLSearchParams({ ...parameters, w_rid: signature }).toString()
  const cookie = `other=1; buvid3=${buvid}`
  return get(fake, `/xlive/web-room/v1/index/getDanmuInfo?${query}`, { cookie })
}

interface Entrance {
  readonly client: PlainClient
  readonly greeting: object
}

/** Gets a token and connects, up to the first packet. */
async function approach(fake: FakeBilibili, headers = { 'user-agent': agent }): Promise<Entrance> {
  const buvid = await deviceOf(fake)
  const { data } = await askToken(fake, { buvid })
  const client = kept(
    await dialPlainly(`ws://127.0.0.1:${data.host_list[0]!.ws_port}/sub`, headers),
  )
  const greeting = {
    uid: 0,
    roomid: 5440,
    protover: 3,
    buvid,
    support_ack: true,
    queue_uuid: 'abcd1234',
    scene: 'room',
    platform: 'web',
    type: 2,
    key: data.token,
  }
  return { client, greeting }
}

async function enter(fake: FakeBilibili, changes: object = {}): Promise<PlainClient> {
  const { client, greeting } = await approach(fake)
  client.send(clientPacket(7, JSON.stringify({ ...greeting, ...changes })))
  await client.take(1)
  return client
}

describe('the endpoints of the fake site', () => {
  test('refuse a client that is not a browser', async () => {
    const fake = await start()
    const answer = await get(fake, '/x/web-interface/nav', { 'user-agent': 'node' })
    expect(answer).toEqual({ code: 412 })
  })

  test('give the keys of the day to guests, together with the refusal', async () => {
    const { code, data } = await get(await start(), '/x/web-interface/nav')
    expect(code).toBe(-101)
    expect(data.wbi_img.img_url).toContain('/7cd084941338484aae1ad9425b84077c.png')
  })

  test('S3-2 accept both numbers of the room, and no other', async () => {
    const fake = await start()
    for (const number of ['1', '5440']) {
      const { data } = await get(fake, `/room/v1/Room/get_info?room_id=${number}`)
      expect(data).toMatchObject({ room_id: 5440, short_id: 1, live_status: 1 })
    }
    expect((await get(fake, '/room/v1/Room/get_info?room_id=2')).code).toBe(1)
  })

  test('give no token without the device cookie, a fresh time and the right signature', async () => {
    const fake = await start()
    const buvid = await deviceOf(fake)
    for (const wrong of [
      { buvid: '' },
      { buvid: 'made-up' },
      { buvid, wts: nowSeconds() - 3600 },
      { buvid, wts: nowSeconds() + 3600 },
      { buvid, w_rid: '0'.repeat(32) },
    ]) {
      expect(await askToken(fake, wrong)).toMatchObject({ code: -352 })
    }
    expect(await askToken(fake, { buvid, id: '7' })).toMatchObject({ code: 1002002 })
    expect(await askToken(fake, { buvid })).toMatchObject({
      code: 0,
      data: { token: expect.any(String) },
    })
    expect(fake.ledger.refusals).toEqual([
      'no device cookie',
      'no device cookie',
      'no fresh wts',
      'no fresh wts',
      'wrong w_rid',
      'no such room',
    ])
  })

  test.each([
    ['-352', { code: -352 }],
    ['no room', { code: 19002000 }],
    ['-352 voucher', { code: -352, data: { v_voucher: expect.stringMatching(/^voucher_/) } }],
    ['voucher', { code: 0, data: { v_voucher: expect.stringMatching(/^voucher_/) } }],
    ['no token', { code: 0, data: { token: '' } }],
    ['status 412', { code: 412 }],
  ] as const)('show risk control as "%s" when it is set', async (mood, answer) => {
    const fake = await start()
    fake.site.mood = mood
    expect(await askToken(fake, { buvid: await deviceOf(fake) })).toMatchObject(answer)
  })
})

describe('the sockets of the fake site', () => {
  test('S3-4 accept a correct guest, in the bytes of the real site', async () => {
    const { client, greeting } = await approach(await start())
    client.send(clientPacket(7, JSON.stringify(greeting)))
    expect(await client.take(1)).toEqual([capturedFrame('auth-reply-ok.real')])
  })

  test('S3-7 answer a heartbeat with the popularity and its own body, as the real site does', async () => {
    const client = await enter(await start())
    client.send(capturedFrame('heartbeat-client.real'))
    expect(await client.take(1)).toEqual([capturedFrame('heartbeat-reply-2466-echo.real')])
  })

  test('S3-4 refuse an unknown token with code -101 and an end', async () => {
    const { client, greeting } = await approach(await start())
    client.send(clientPacket(7, JSON.stringify({ ...greeting, key: 'made-up' })))
    expect(await client.take(1)).toEqual([capturedFrame('auth-reply-bad-token')])
    expect(await client.closed).toBe(1006)
  })

  test.each([
    [{ uid: 7 }, 'token of another client'],
    [{ buvid: 'other' }, 'token of another client'],
    [{ roomid: 7 }, 'token of another room'],
    [{ roomid: '5440' }, 'token of another room'],
    [{ platform: 'android' }, 'not the web player'],
    [{ type: 1 }, 'not the web player'],
    [{ protover: 4 }, 'unknown protover'],
    [{ support_ack: false }, 'support_ack'],
    [{ queue_uuid: '1234' }, 'queue_uuid'],
    [{ queue_uuid: undefined }, 'queue_uuid'],
    [{ scene: 'list' }, 'scene'],
    [{ clientver: '1.6.3' }, 'unknown field clientver'],
  ])('hang up on %o without a word', async (changes, why) => {
    const fake = await start()
    const { client, greeting } = await approach(fake)
    client.send(clientPacket(7, JSON.stringify({ ...greeting, ...changes })))
    expect(await client.closed).toBe(1006)
    expect(client.frames).toEqual([])
    expect(fake.ledger.refusals).toEqual([why])
  })

  test('close the socket for a token of another browser', async () => {
    const fake = await start()
    const { client, greeting } = await approach(fake, { 'user-agent': 'Mozilla/5.0 (other)' })
    client.send(clientPacket(7, JSON.stringify(greeting)))
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual(['token of another browser'])
  })

  test.each([
    [clientPacket(2), 'operation 2 first'],
    [clientPacket(7, '{}', 0), 'version 0'],
    ['text', 'text instead of bytes'],
    [Buffer.alloc(3), 'Error: a frame of 3 bytes'],
    [Buffer.concat([clientPacket(7, '{}'), clientPacket(2)]), 'Error: a wrong packet length'],
  ])('hang up on a first frame that is none', async (frame, why) => {
    const fake = await start()
    const { client } = await approach(fake)
    client.send(frame)
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual([why])
  })

  test('have a timeout for the greeting, and one for heartbeats', async () => {
    const fake = await start({ patience: { greetingMs: 300, heartbeatMs: 300 } })
    const { client } = await approach(fake)
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual(['no greeting in time'])
    const silent = await enter(fake)
    silent.send(clientPacket(2))
    await silent.take(1)
    expect(await silent.closed).toBe(1006)
    expect(fake.ledger.refusals.at(-1)).toBe('no heartbeat in time')
    expect(fake.ledger.times('heartbeat')).toBe(1)
  })

  test('S3-2 accept a short number, and send a popularity of 1 and nothing else', async () => {
    const fake = await start()
    const short = await enter(fake, { roomid: 1 })
    const long = await enter(fake)
    fake.comet.say(makeTruth(3).messages)
    await long.take(1)
    short.send(clientPacket(2))
    const [reply] = await short.take(1)
    expect(reply?.readUInt32BE(8)).toBe(3)
    expect(reply?.readUInt32BE(16)).toBe(1)
  })

  test.each([1, 2, 3])('encode messages for protover %i', async (protover) => {
    const fake = await start()
    const client = await enter(fake, { protover })
    const { messages } = makeTruth(9)
    fake.comet.say(messages, 4)
    const frames = await client.take(3)
    expect(frames.map((frame) => frame.readUInt16BE(6))).toEqual(
      Array.from({ length: 3 }, () => (protover === 1 ? 0 : protover)),
    )
    expect(frames.map(messagesIn).map(({ length }) => length)).toEqual([4, 4, 1])
    expect(frames.flatMap(messagesIn)).toEqual(messages)
  })

  test('send messages twice, in another order, and again', async () => {
    const fake = await start()
    const client = await enter(fake)
    const { messages } = makeTruth(4)
    fake.comet.say(doubled(messages))
    fake.comet.say(shuffled(messages))
    fake.comet.repeat(4)
    const [twice, disordered, again] = (await client.take(3)).map(messagesIn)
    expect(twice).toHaveLength(8)
    expect(disordered).not.toEqual(messages)
    expect(disordered).toEqual(expect.arrayContaining([...messages]))
    expect(again).toEqual(disordered)
  })

  const acknowledgement = ({ msg_id, cmd, p_msg_type }: Stamp, changes = {}): Buffer =>
    clientPacket(24, JSON.stringify({ msg_id, cmd, p_msg_type, ...changes }))

  test('send a message up to five times, marked as repeated, until it is acknowledged', async () => {
    const fake = await start({ patience: { acknowledgeMs: 20 } })
    const client = await enter(fake)
    fake.comet.say(makeTruth(2).messages)
    const [first, second] = (await client.take(2)).map(stampsIn)
    expect(first).toMatchObject([{ p_is_ack: true, p_msg_type: 0 }, { p_is_ack: true }])
    expect(second?.map(({ p_msg_type }) => p_msg_type)).toEqual([1, 1])
    expect(second?.map(({ msg_id }) => msg_id)).toEqual(first?.map(({ msg_id }) => msg_id))
    for (const stamp of second ?? []) client.send(acknowledgement(stamp))
    await fake.ledger.until('ack', 2)
    expect(fake.ledger.refusals).toEqual([])
  })

  test('send no more chat to a client that did not acknowledge a message five times', async () => {
    const fake = await start({ patience: { acknowledgeMs: 5 } })
    const client = await enter(fake)
    const { messages } = makeTruth(3)
    fake.comet.say(messages.slice(0, 1))
    await client.take(5)
    await fake.ledger.until('refusal', 1)
    expect(fake.ledger.refusals).toEqual(['no acknowledgement'])
    fake.comet.say(messages)
    const [rest] = (await client.take(1)).map(messagesIn)
    expect(rest).toEqual(messages.slice(2)) // only the gift
  })

  test('send an old client, which does not support acknowledgements, everything except chat', async () => {
    const fake = await start()
    const old = { support_ack: undefined, queue_uuid: undefined, scene: undefined }
    const client = await enter(fake, old)
    const { messages } = makeTruth(3)
    fake.comet.say(messages)
    const [frame] = await client.take(1)
    expect(messagesIn(frame!)).toEqual(messages.slice(2))
    expect(stampsIn(frame!)[0]).not.toHaveProperty('msg_id')
  })

  test.each([
    [{ msg_id: 'other' }, 'an acknowledgement of nothing'],
    [{ cmd: 'OTHER' }, 'another cmd'],
    [{ p_msg_type: 1 }, 'an unknown p_msg_type'],
    [{ p_msg_type: undefined }, 'an acknowledgement of cmd,msg_id'],
  ])('hang up on an acknowledgement that is none: %o', async (changes, why) => {
    const fake = await start()
    const client = await enter(fake)
    fake.comet.say(makeTruth(1).messages)
    const [stamp] = stampsIn((await client.take(1))[0]!)
    client.send(acknowledgement(stamp!, changes))
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual([why])
  })

  test('send only heartbeats when stalled, and nothing when frozen', async () => {
    const fake = await start()
    const client = await enter(fake)
    fake.comet.stall(true)
    fake.comet.say(makeTruth(1).messages)
    client.send(clientPacket(2))
    const [reply] = await client.take(1)
    expect(reply?.readUInt32BE(8)).toBe(3)
    fake.comet.freeze()
    client.send(clientPacket(2))
    const other = await enter(fake)
    other.send(clientPacket(2))
    await other.take(1)
    expect(client.frames).toHaveLength(2)
  })

  test.each([
    ['fin', 1006],
    ['rst', 1006],
    [1012, 1012],
  ] as const)('end by %s', async (how, code) => {
    const fake = await start()
    const client = await enter(fake)
    if (how === 'fin' || how === 'rst') fake.comet.drop(how)
    else fake.comet.hangUp(how)
    expect(await client.closed).toBe(code)
  })

  test('S3-1 refuse connections at closed hosts, and only there', async () => {
    const fake = await start()
    fake.comet.shutHosts([0])
    const [first, second] = fake.comet.ports
    await expect(dialPlainly(`ws://127.0.0.1:${first}/sub`)).rejects.toThrow('socket hang up')
    kept(await dialPlainly(`ws://127.0.0.1:${second}/sub`))
    expect(fake.ledger.times('dial')).toBe(2)
  })
})

interface GiftMessage {
  readonly cmd: string
  readonly data: { readonly tid: string; readonly num: number; readonly price: number }
}

describe('the messages of the fake', () => {
  test('add up to its totals', () => {
    const { messages, chatIds, giftIds, items, gold } = makeTruth(100, 7)
    const gifts = (messages as GiftMessage[]).filter(({ cmd }) => cmd === 'SEND_GIFT')
    expect(giftIds).toEqual(gifts.map(({ data }) => data.tid))
    expect(new Set([...chatIds, ...giftIds]).size).toBe(100)
    expect(gifts.reduce((sum, { data }) => sum + data.num, 0)).toBe(items)
    expect(gifts.reduce((sum, { data }) => sum + data.num * data.price, 0)).toBe(gold)
  })

  test('are the same for the same seed, and share no id with another', () => {
    expect(makeTruth(30, 1)).toEqual(makeTruth(30, 1))
    const others = new Set(makeTruth(30, 2).chatIds)
    expect(makeTruth(30, 1).chatIds.filter((id) => others.has(id))).toEqual([])
  })
})
