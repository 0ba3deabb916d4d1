import { expect, test } from 'vitest'
import { randomSlug } from '../lib/bytes/random-token.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { Conflict } from '../store/query/conflict.ts'
import { broadcastInputs } from './broadcast-state.ts'
import { openLiveRooms } from './live-rooms.fake.ts'
import { WrongState } from './live-rooms.ts'

const stage = { slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' } as const

test('S4-11 a drawn address is drawn again if it is in use', async () => {
  const { rooms } = await openLiveRooms(createFakeClock(), ['one', 'one', 'two'])
  const drawn = { ...stage, slug: undefined }
  expect((await rooms.create(drawn)).slug).toBe('one')
  expect((await rooms.create(drawn)).slug).toBe('two')
})

test('S4-11 drawn addresses are letters and digits, and do not repeat', () => {
  const slugs = new Set(Array.from({ length: 20_000 }, randomSlug))
  expect(slugs.size).toBe(20_000)
  expect([...slugs].every((slug) => /^[a-z0-9]{10}$/.test(slug))).toBe(true)
})

test('an address is given once', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create(stage)
  await expect(rooms.create(stage)).rejects.toThrow(Conflict)
})

test('an account has at most a hundred rooms', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  for (let made = 0; made < 100; made++) await rooms.create({ ...stage, slug: `room-${made}` })
  await expect(rooms.create(stage)).rejects.toThrow('100 live rooms')
  expect(await rooms.create({ ...stage, host: 'other' })).toMatchObject({ slug: 'stage' })
})

test('only a changed visibility is reported as one', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create(stage)
  let reported = 0
  rooms.onVisibility(() => (reported += 1))
  await rooms.step('stage', 'published')
  await rooms.change('stage', (room) => ({ ...room, visibility: 'private' }))
  await rooms.step('stage', 'pause')
  expect(reported).toBe(1)
})

test('S4-20 of 20 mixed changes at once the states are a legal sequence, each with its version', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create(stage)
  const seen: { readonly code: number; readonly version: number }[] = []
  rooms.onChange(({ broadcast, version }) => seen.push({ code: broadcast.state.code, version }))
  const inputs = Array.from({ length: 20 }, (_, index) => broadcastInputs[(index * 7) % 5]!)
  const outcomes = await Promise.allSettled(inputs.map((input) => rooms.step('stage', input)))
  const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason)
  expect(refused.every((reason) => reason instanceof WrongState)).toBe(true)
  const pairs = seen.map(({ code }, index) => `${seen[index - 1]?.code ?? 0}→${code}`)
  const legal = ['0→1', '0→3', '1→2', '1→3', '2→0', '2→1', '2→2', '2→3']
  expect(pairs.filter((pair) => !legal.includes(pair))).toEqual([])
  expect(seen.map(({ version }) => version)).toEqual(seen.map((_, index) => index + 2))
})

test('S4-17 a restart resets a broadcast that was live or paused, and keeps one that ended', async () => {
  const { rooms: before, storage } = await openLiveRooms(createFakeClock())
  const wanted = { live: ['published'], paused: ['published', 'pause'], ended: ['end'] } as const
  for (const [slug, inputs] of Object.entries(wanted)) {
    await before.create({ ...stage, slug })
    for (const input of inputs) await before.step(slug, input)
  }
  const { rooms } = await openLiveRooms(createFakeClock(), [], storage)
  const codes = rooms.list().map(({ slug, broadcast }) => [slug, broadcast.state.code])
  expect(codes).toEqual([
    ['ended', 3],
    ['live', 0],
    ['paused', 0],
  ])
  expect(rooms.get('live').version).toBe(before.get('live').version + 1)
  expect((await rooms.step('live', 'published')).broadcast.state).toEqual({ code: 1 })
})

test('S4-17 the end is final, and the next broadcast begins at 0 with a title of its own', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create(stage)
  await expect(rooms.beginNext('stage', { title: 'Next' })).rejects.toThrow(WrongState)
  await rooms.step('stage', 'published')
  await rooms.step('stage', 'end')
  await expect(rooms.step('stage', 'published')).rejects.toThrow(WrongState)
  const { broadcast } = await rooms.beginNext('stage', { title: 'Next' })
  expect(broadcast).toMatchObject({ number: 2, title: 'Next', state: { code: 0 }, likes: 0 })
})

test('S4-18 a refused change leaves the room as it was', async () => {
  const { rooms, storage } = await openLiveRooms(createFakeClock())
  const created = await rooms.create(stage)
  await expect(rooms.step('stage', 'resume')).rejects.toThrow('has not started')
  expect(rooms.get('stage')).toBe(created)
  expect(storage.rows.get('stage')).toBe(created)
})

test('S4-15 an account has one role in a room, and the host is one without a row', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  await rooms.create(stage)
  await Promise.all(Array.from({ length: 50 }, () => rooms.addMember('stage', 'a', 'moderator')))
  expect(rooms.members('stage', 'moderator')).toHaveLength(1)
  await rooms.removeMember('stage', 'a', 'member') // it is not a member
  expect(rooms.roleOf('stage', 'a')).toBe('moderator')
  await rooms.removeMember('stage', 'a', 'moderator')
  expect(rooms.roleOf('stage', 'a')).toBeUndefined()
  expect(rooms.roleOf('stage', 'h')).toBe('host')
})

test('a deleted account has no role, no pinned comment and no public room any more', async () => {
  const { rooms } = await openLiveRooms(createFakeClock())
  for (const [slug, host] of [
    ['theirs', 'a'],
    ['other', 'b'],
  ] as const) {
    await rooms.create({ ...stage, slug, host })
    await rooms.step(slug, 'published')
    const pin = { comment: 1, text: 'x', account: slug === 'other' ? 'a' : 'b', name: 'A' }
    await rooms.change(slug, (room) => ({ ...room, pin }))
  }
  await rooms.addMember('other', 'a', 'moderator')
  await rooms.forget('a')
  expect(rooms.get('theirs')).toMatchObject({
    visibility: 'private',
    broadcast: { state: { code: 3 } },
    pin: { account: 'b' },
  })
  expect(rooms.get('other').pin).toBeUndefined()
  expect(rooms.get('other').broadcast.state.code).toBe(1)
  expect(rooms.members('other', 'moderator')).toEqual([])
})
