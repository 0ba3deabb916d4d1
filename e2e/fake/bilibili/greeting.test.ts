import { describe, expect, test } from 'vitest'
import { capturedFrame, clientPacket } from './client.ts'
import { approach, enter, startSite } from './guest.ts'

describe('the sockets of the fake site', () => {
  test('S3-4 accept a correct guest, in the bytes of the real site', async () => {
    const { client, greeting } = await approach(await startSite())
    client.send(clientPacket(7, JSON.stringify(greeting)))
    expect(await client.take(1)).toEqual([capturedFrame('auth-reply-ok.real')])
  })

  test('S3-4 refuse an unknown token with code -101 and an end', async () => {
    const { client, greeting } = await approach(await startSite())
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
    const fake = await startSite()
    const { client, greeting } = await approach(fake)
    client.send(clientPacket(7, JSON.stringify({ ...greeting, ...changes })))
    expect(await client.closed).toBe(1006)
    expect(client.frames).toEqual([])
    expect(fake.ledger.refusals).toEqual([why])
  })

  test('close the socket for a token of another browser', async () => {
    const fake = await startSite()
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
    const fake = await startSite()
    const { client } = await approach(fake)
    client.send(frame)
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual([why])
  })

  test('have a timeout for the greeting, and one for heartbeats', async () => {
    const fake = await startSite({ patience: { greetingMs: 300, heartbeatMs: 300 } })
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
})
