import { describe, expect, test } from 'vitest'
import { ask, askToken, deviceOf, nowSeconds, startSite } from './guest.ts'

describe('the endpoints of the fake site', () => {
  test('refuse a client that is not a browser', async () => {
    const fake = await startSite()
    const answer = await ask(fake, '/x/web-interface/nav', { 'user-agent': 'node' })
    expect(answer).toEqual({ code: 412 })
  })

  test('give the keys of the day to guests, together with the refusal', async () => {
    const { code, data } = await ask(await startSite(), '/x/web-interface/nav')
    expect(code).toBe(-101)
    expect(data.wbi_img.img_url).toContain('/7cd084941338484aae1ad9425b84077c.png')
  })

  test('S3-2 accept both numbers of the room, and no other', async () => {
    const fake = await startSite()
    for (const number of ['1', '5440']) {
      const { data } = await ask(fake, `/room/v1/Room/get_info?room_id=${number}`)
      expect(data).toMatchObject({ room_id: 5440, short_id: 1, live_status: 1 })
    }
    expect((await ask(fake, '/room/v1/Room/get_info?room_id=2')).code).toBe(1)
  })

  test('give no token without the device cookie, a fresh time and the right signature', async () => {
    const fake = await startSite()
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
    const fake = await startSite()
    fake.site.mood = mood
    expect(await askToken(fake, { buvid: await deviceOf(fake) })).toMatchObject(answer)
  })
})
