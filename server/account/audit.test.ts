import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { type Absence, DatabaseUnavailable } from '../store/engine/db.ts'
import { createAudit, withoutSecrets } from './audit.ts'

const change = {
  actor: 'owner',
  address: '203.0.113.9',
  action: 'PATCH /api/rooms/:slug',
  target: { slug: 'quiet' },
  before: { title: 'a' },
  after: { title: 'b' },
}

function start() {
  const state: { absence: Absence | undefined } = { absence: undefined }
  const stored: (readonly unknown[])[] = []
  const lines: object[] = []
  const later: (() => Promise<unknown>)[] = []
  const query = async (_: string, params: readonly unknown[] = []) => {
    if (state.absence) throw new DatabaseUnavailable(state.absence)
    stored.push(params)
    return []
  }
  const keep = (fields: object): number => lines.push(fields)
  const audit = createAudit({
    database: {
      query,
      script: async () => undefined,
      whenAvailable: async (work) => void later.push(work),
    },
    clock: createFakeClock(),
    log: { info: keep, warn: keep },
  })
  return { audit, state, stored, lines, later }
}

test('S2-32: a change has its actor, address, action and the states before and after', async () => {
  const { audit, stored } = start()
  await audit.record(change)
  expect(stored).toEqual([
    [
      expect.any(Number),
      'owner',
      '203.0.113.9',
      'PATCH /api/rooms/:slug',
      '{"slug":"quiet"}',
      '{"title":"a"}',
      '{"title":"b"}',
    ],
  ])
})

test('a change while the database is away is stored as soon as it is back', async () => {
  const { audit, state, stored, later } = start()
  state.absence = 'away'
  await audit.record(change)
  expect(stored).toEqual([])
  state.absence = undefined
  for (const work of later) await work()
  expect(stored).toHaveLength(1)
})

test('with STORE=off a change is a line of the log', async () => {
  const { audit, state, lines } = start()
  state.absence = 'off'
  await audit.record(change)
  expect(lines).toMatchObject([change])
})

test('whatever a handler leaves in, no secret is kept', () => {
  const state = { id: 'a', password: 'x', link: { code: 'x' }, list: [{ token: 'x', name: 'n' }] }
  expect(withoutSecrets(state)).toEqual({ id: 'a', list: [{ name: 'n' }] })
})
