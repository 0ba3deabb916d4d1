import { expect, test } from 'vitest'
import type { ConfiguredRoom, SourceRef } from './catalog.ts'
import { openRoomsWithCatalog, settled } from './rooms-with-catalog.fake.ts'

const open = { visibility: 'public', enabled: true, omit: [] } as const
const web: SourceRef = { platform: 'bilibili', ref: '1' }
const app: SourceRef = { platform: 'bilibili-open', ref: 'shop' }
const houses: readonly ConfiguredRoom[] = [
  { slug: 'both', ...open, sources: [web, app] },
  { slug: 'other', ...open, sources: [{ platform: 'bilibili', ref: '2' }] },
  { slug: 'off', ...open, enabled: false, sources: [{ platform: 'bilibili', ref: '3' }] },
]

test('a changed credential restarts the sources that use it, and no others', async () => {
  const { rooms, log } = await openRoomsWithCatalog(houses, 0)
  log.splice(0)
  await rooms.renew(({ platform, ref }) => platform === 'bilibili-open' && ref === 'shop')
  expect(log).toEqual(['-bilibili-open:shop', '+bilibili-open:shop'])
  log.splice(0)
  await rooms.renew(({ platform }, slug) => platform === 'bilibili' && slug !== 'other')
  expect(log).toEqual(['-bilibili:1', '+bilibili:1'])
  await rooms.close()
})

test('a source that is restarted continues in the room where it was', async () => {
  const { rooms, shown, sink } = await openRoomsWithCatalog(houses, 0)
  const before = rooms.opened('both')
  await rooms.renew(({ platform }) => platform === 'bilibili-open')
  expect(rooms.opened('both')).toBe(before)
  sink('bilibili-open:shop').publish({ type: 'enter' })
  await settled()
  expect(shown.at(-1)).toMatchObject({ type: 'enter', room: 'both', source: 'bilibili-open:shop' })
  await rooms.close()
})
