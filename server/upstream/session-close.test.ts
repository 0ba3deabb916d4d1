import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { seededRandom } from '../lib/random.ts'
import { type Connector, type Cursor } from '../platform/connector.ts'
import type { StoredCursor } from './cursor-store.ts'
import { toyConnection, toyPlatform } from './platform.fake.ts'
import { openSource } from './source.ts'
import { openSession, settle } from './session.fake.ts'

describe('closing a session', () => {
  test('notifies the site, only once if called twice, and publishes nothing more', async () => {
    let ended = 0
    const { accept, advance, wire, drafts, session } = openSession({
      open: () =>
        Promise.resolve({ ...toyConnection, end: () => Promise.resolve(void (ended += 1)) }),
    })
    await accept()
    wire().say('gift 3')
    await Promise.all([session.close(), session.close()])
    expect(ended).toBe(1)
    expect(drafts.at(-1)).toMatchObject({ state: 'ended', reasonCode: 'stopped' })
    const before = drafts.length
    wire().say('chat too late')
    await advance(3_600_000)
    expect(drafts).toHaveLength(before)
    expect(wire().state).toBe('terminated')
  })

  test('waits three seconds for a site that does not answer, no longer', async () => {
    const { accept, advance, session } = openSession({
      open: () => Promise.resolve({ ...toyConnection, end: () => new Promise(() => undefined) }),
    })
    await accept()
    let closed = false
    void session.close().then(() => (closed = true))
    await advance(2_999)
    expect(closed).toBe(false)
    await advance(1)
    expect(closed).toBe(true)
  })

  test('aborts a running request', async () => {
    let aborted = false
    const { session } = openSession({
      resolve: (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true))
        return new Promise(() => undefined)
      },
    })
    await session.close()
    expect(aborted).toBe(true)
  })
})

test('the old connection is over before another one is requested', async () => {
  const goodbye: { answered?: () => void } = {}
  let opened = 0
  const end = () => new Promise<void>((resolve) => (goodbye.answered = resolve))
  const { accept, advance, wire, session } = openSession({
    open: () => {
      opened += 1
      return Promise.resolve({ ...toyConnection, reusable: false, end })
    },
  })
  await accept()
  wire().end()
  await advance(500)
  await advance(0)
  expect(opened).toBe(1)
  goodbye.answered?.()
  await settle()
  expect(opened).toBe(2)
  const closed = session.close()
  goodbye.answered?.()
  await closed
})

test('connectors get the addresses of their own platform and the clock', async () => {
  const seen: unknown[] = []
  const { session, clock } = openSession({
    resolve: (ref, { endpoints, now }) => {
      seen.push(ref, endpoints['api'], now())
      return Promise.resolve({ facts: {} })
    },
  })
  expect(seen).toEqual(['7', 'http://localhost:1', clock.now()])
  await session.close()
})

test('a platform without a connector cannot be opened, and the message names those with one', () => {
  const { connect: _, ...platform } = toyPlatform()
  const sink = { recent: [], publish: () => undefined, publishRaw: () => undefined }
  const parts = { platform, ref: '7', sink, clock: createFakeClock(), seed: 1 }
  expect(() => openSource(parts)).toThrow(RangeError)
})

test('a source with lasting cursors continues at that of an earlier run, and stores its own', async () => {
  const places: string[] = []
  const resumed: (Cursor | undefined)[] = []
  const bookmark: StoredCursor = {
    read: () => ({ cursor: '7', detail: 'e' }),
    save: ({ cursor }) => places.push(cursor),
    delete: () => places.push('dropped'),
  }
  const asked: Partial<Connector> = {
    open: (_ticket, _io, cursor) => {
      resumed.push(cursor)
      return Promise.resolve(toyConnection)
    },
  }
  const { accept, wire, session, drafts } = openSession(
    { ...asked, lasting: true },
    seededRandom(1),
    bookmark,
  )
  await accept()
  wire().say('chat hi; at 8')
  expect(drafts.at(-1)).toMatchObject({ type: 'chat' })
  expect(places).toEqual(['8'])
  await session.close()
  expect([resumed, places]).toEqual([[{ cursor: '7', detail: 'e' }], ['8', 'dropped']])
  openSession(asked, seededRandom(1), bookmark)
  await settle()
  expect(resumed.at(-1)).toBeUndefined()
})
