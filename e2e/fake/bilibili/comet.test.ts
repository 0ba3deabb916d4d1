import { describe, expect, test } from 'vitest'
import { capturedFrame, clientPacket, dialPlainly } from './client.ts'
import { dial, enter, startSite } from './guest.ts'
import { makeTruth } from './truth.ts'

describe('the sockets of the fake site', () => {
  test('S3-7 answer a heartbeat with the popularity and its own body, as the real site does', async () => {
    const client = await enter(await startSite())
    client.send(capturedFrame('heartbeat-client.real'))
    expect(await client.take(1)).toEqual([capturedFrame('heartbeat-reply-2466-echo.real')])
  })

  test('S3-2 accept a short number, and send a popularity of 1 and nothing else', async () => {
    const fake = await startSite()
    const short = await enter(fake, { roomid: 1 })
    const long = await enter(fake)
    fake.comet.say(makeTruth(3).messages)
    await long.take(1)
    short.send(clientPacket(2))
    const [reply] = await short.take(1)
    expect(reply?.readUInt32BE(8)).toBe(3)
    expect(reply?.readUInt32BE(16)).toBe(1)
  })

  test('send only heartbeats when stalled, and nothing when frozen', async () => {
    const fake = await startSite()
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
    const fake = await startSite()
    const client = await enter(fake)
    if (how === 'fin' || how === 'rst') fake.comet.drop(how)
    else fake.comet.hangUp(how)
    expect(await client.closed).toBe(code)
  })

  test('S3-1 refuse connections at closed hosts, and only there', async () => {
    const fake = await startSite()
    fake.comet.shutHosts([0])
    const [first, second] = fake.comet.ports
    await expect(dialPlainly(`ws://127.0.0.1:${first}/sub`)).rejects.toThrow('socket hang up')
    await dial(second)
    expect(fake.ledger.times('dial')).toBe(2)
  })
})
