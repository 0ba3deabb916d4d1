import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { invitation, knock, signByOurselves } from './client.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'

let fake: FakeDouyin
beforeEach(async () => {
  fake = await startFakeDouyin({ silenceMs: 300 })
})
afterEach(() => fake.close())

describe('the handshake check', () => {
  const blocked = { status: 200, reported: ['DEVICE_BLOCKED', '415', '0'] }

  test('accepts a correct page, cookie, query and signature', async () => {
    const { url, headers } = await invitation(fake)
    expect(await knock({ url, headers })).toBeInstanceOf(WebSocket)
    expect(fake.counters).toMatchObject({ accepted: 1, refused: [] })
  })

  test('accepts the query in another order', async () => {
    const { url, headers } = await invitation(fake)
    url.search = String(new URLSearchParams([...url.searchParams].toReversed()))
    expect(await knock({ url, headers })).toBeInstanceOf(WebSocket)
  })

  test('refuses a query with a missing, changed or additional field', async () => {
    const { url, headers } = await invitation(fake)
    for (const [key, value] of url.searchParams) {
      const without = new URL(url)
      without.searchParams.delete(key)
      const other = new URL(url)
      other.searchParams.set(key, `${value}0`)
      for (const wrong of [without, other]) {
        expect([key, await knock({ url: wrong, headers })]).toEqual([key, blocked])
      }
    }
    url.searchParams.append('enter_from', 'web_live')
    expect(await knock({ url, headers })).toEqual(blocked)
    expect(fake.counters.accepted).toBe(0)
  })

  test.each(['user-agent', 'cookie', 'origin'])('refuses a client without %s', async (name) => {
    const { url, headers } = await invitation(fake)
    delete headers[name]
    expect(await knock({ url, headers })).toEqual(blocked)
  })

  test('refuses an unknown cookie', async () => {
    const { url, headers } = await invitation(fake)
    expect(await knock({ url, headers: { ...headers, cookie: 'ttwid=made-up' } })).toEqual(blocked)
  })

  test('refuses the same signature a second time', async () => {
    const { url, headers } = await invitation(fake)
    await knock({ url, headers })
    expect(await knock({ url, headers })).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['signature used before'])
  })

  test('refuses a signature of another room', async () => {
    const other = { room_id: '7599999999999999002' }
    const { url, headers } = await invitation(fake, {
      sign: (purpose, query) => signByOurselves(purpose, { ...query, ...other }),
    })
    expect(await knock({ url, headers })).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['signature'])
  })

  test('refuses an address that was made an hour ago', async () => {
    const { url, headers } = await invitation(fake, { now: () => Date.now() - 3_600_000 })
    expect(await knock({ url, headers })).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['cursor'])
  })
})

describe('the pages', () => {
  test('give the page only for its own nonce, if they are pedantic', async () => {
    fake.site.mood.pedantic = true
    const { url, headers } = await invitation(fake)
    expect(await knock({ url, headers })).toBeInstanceOf(WebSocket)
    expect(fake.site.visits).toEqual({ front: 1, page: 2, enter: 0, reflow: 0, fetch: 0 })
  })

  test('refuse the number of a broadcast as a room, and return its room by the reflow endpoint only', async () => {
    const { endpoints, room } = fake
    const ask = async (base: string, path: string): Promise<unknown> => {
      const response = await fetch(base + path, { headers: { 'user-agent': 'Mozilla/5.0' } })
      return response.json()
    }
    const answer = await ask(endpoints.site, `/webcast/room/web/enter/?web_rid=${room.roomId}`)
    expect(answer).toMatchObject({ status_code: 4001038 })
    const query = `type_id=0&live_id=1&version_code=99.99.99&app_id=1128&room_id=${room.roomId}`
    const info = await ask(endpoints.reflow, `/webcast/room/reflow/info/?${query}`)
    expect(info).toMatchObject({ data: { room: { owner: { web_rid: room.webRid } } } })
  })

  test('are empty for a client without a cookie', async () => {
    const response = await fetch(`${fake.endpoints.site}/${fake.room.webRid}`)
    expect(await response.text()).not.toContain('roomInfo')
  })
})
