import { expect, test } from 'vitest'
import type { ConfiguredRoom } from './catalog.ts'
import { openRoomsWithCatalog, settled } from './rooms-with-catalog.fake.ts'

const hour = 3_600_000
const noon = Date.parse('2026-03-01T12:00:00+08:00')
const night: ConfiguredRoom = {
  slug: 'night',
  visibility: 'public',
  enabled: true,
  sources: [{ platform: 'bilibili', ref: '1' }],
  omit: [],
  schedule: { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' },
}

test('S0-35 a room opens and closes by its schedule, once each, and publishes its next opening', async () => {
  const { rooms, clock, log, shown } = await openRoomsWithCatalog([night], noon)
  expect(log).toEqual([])
  expect(shown.at(-1)).toMatchObject({
    type: 'source',
    source: 'bilibili:1',
    state: 'ended',
    reason: 'closed by its schedule',
    retryAt: noon + 8 * hour,
  })
  const advance = async (byMs: number): Promise<void> => {
    clock.advance(byMs)
    await settled()
    await settled()
  }
  await advance(8 * hour - 1)
  expect(log).toEqual([])
  await advance(1)
  expect(log).toEqual(['+bilibili:1'])
  await advance(3 * hour)
  expect(log).toEqual(['+bilibili:1', '-bilibili:1'])
  expect(shown.at(-1)).toMatchObject({ state: 'ended', retryAt: noon + 32 * hour })
  await advance(21 * hour)
  expect(log).toEqual(['+bilibili:1', '-bilibili:1', '+bilibili:1'])
  await rooms.close()
})

test('S0-52 a changed schedule applies at once, and so does an override', async () => {
  const { catalog, rooms, clock, log } = await openRoomsWithCatalog([night], noon)
  const zone = 'Asia/Shanghai'
  await catalog.change({ ...night, schedule: { opens: '0 11 * * *', closes: '0 13 * * *', zone } })
  await rooms.refresh('night')
  expect(log).toEqual(['+bilibili:1'])
  await catalog.change({ ...night, override: { state: 'open', at: clock.now() } })
  await rooms.refresh('night')
  expect(log).toEqual(['+bilibili:1'])
  await catalog.change({ ...night, override: { state: 'closed', at: clock.now() } })
  await rooms.refresh('night')
  expect(log).toEqual(['+bilibili:1', '-bilibili:1'])
  await rooms.close()
})

test('readers of a room stay connected while it is closed by its schedule, which is published once', async () => {
  const { rooms, shown } = await openRoomsWithCatalog([night], noon)
  const reading = await rooms.open('night')
  expect(reading).toHaveProperty('room')
  await rooms.refresh('night')
  await settled()
  expect(shown).toHaveLength(1)
  await rooms.close()
})

test('S0-20 a room that is switched off is closed whatever its schedule is', async () => {
  const { catalog, rooms, clock, log } = await openRoomsWithCatalog([night], noon + 9 * hour)
  expect(log).toEqual(['+bilibili:1'])
  await catalog.change({ ...night, enabled: false })
  await rooms.refresh('night')
  expect(rooms.opened('night')).toBeUndefined()
  clock.advance(48 * hour)
  await settled()
  expect(log).toEqual(['+bilibili:1', '-bilibili:1'])
  await rooms.close()
})

test('S0-20 a room that was switched off stays so over a restart', async () => {
  const { rooms, log } = await openRoomsWithCatalog(
    [{ ...night, schedule: undefined, enabled: false }],
    noon,
  )
  expect(log).toEqual([])
  expect(rooms.opened('night')).toBeUndefined()
  await rooms.close()
})

test('S0-58 omitted events are not published but counted, from the moment of the setting', async () => {
  const { catalog, rooms, sink, shown, omitted } = await openRoomsWithCatalog(
    [{ ...night, schedule: undefined, omit: ['like'] }],
    noon,
  )
  const { publish } = sink('bilibili:1')
  publish({ type: 'like', id: 'a', count: 1 })
  publish({ type: 'like', id: 'a', count: 1 })
  publish({ type: 'enter' })
  await settled()
  expect(shown.map(({ type, seq }) => [type, seq])).toEqual([
    ['source', 1],
    ['enter', 2],
  ])
  expect(omitted).toEqual(['bilibili:1 like'])
  expect(rooms.opened('night')?.omitted).toEqual(new Map([['like', 1]]))
  await catalog.change({ ...night, schedule: undefined, omit: ['enter'] })
  await rooms.refresh('night')
  publish({ type: 'like', count: 1 })
  publish({ type: 'enter' })
  await settled()
  expect(shown.at(-1)?.type).toBe('like')
  expect(omitted).toEqual(['bilibili:1 like', 'bilibili:1 enter'])
  await rooms.close()
})
