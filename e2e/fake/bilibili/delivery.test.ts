import { describe, expect, test } from 'vitest'
import { clientPacket, messagesIn, type Stamp, stampsIn } from './client.ts'
import { enter, startSite } from './guest.ts'
import { doubled, makeTruth, shuffled } from './truth.ts'

describe('the sockets of the fake site', () => {
  test.each([1, 2, 3])('encode messages for protover %i', async (protover) => {
    const fake = await startSite()
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
    const fake = await startSite()
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
    const fake = await startSite({ patience: { acknowledgeMs: 20 } })
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
    const fake = await startSite({ patience: { acknowledgeMs: 5 } })
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
    const fake = await startSite()
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
    const fake = await startSite()
    const client = await enter(fake)
    fake.comet.say(makeTruth(1).messages)
    const [stamp] = stampsIn((await client.take(1))[0]!)
    client.send(acknowledgement(stamp!, changes))
    expect(await client.closed).toBe(1006)
    expect(fake.ledger.refusals).toEqual([why])
  })
})
