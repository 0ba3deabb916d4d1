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

function start(keepDays = 0) {
  const state: { absence: Absence | undefined } = { absence: undefined }
  const stored: (readonly unknown[])[] = []
  const lines: object[] = []
  const later: (() => Promise<unknown>)[] = []
  const swept: unknown[] = []
  const query = async (sql: string, params: readonly unknown[] = []) => {
    if (state.absence) throw new DatabaseUnavailable(state.absence)
    if (sql.includes('delete')) swept.push(params[0])
    else stored.push(params)
    return []
  }
  const keep = (fields: object): number => lines.push(fields)
  const clock = createFakeClock()
  const audit = createAudit({
    database: {
      query,
      script: async () => undefined,
      whenAvailable: async (work) => void later.push(work),
    },
    clock,
    log: { info: keep, warn: keep },
    keepDays,
  })
  return { audit, state, stored, lines, later, clock, swept }
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

test('entries are deleted after AUDIT_DAYS, at the start and four times a day until the end', async () => {
  const { audit, later, clock, swept } = start(30)
  const days = (count: number) => clock.now() - count * 86_400_000
  for (const work of later.splice(0)) await work()
  expect(swept).toEqual([days(30)])
  clock.advance(86_400_000)
  expect(later).toHaveLength(4)
  for (const work of later.splice(0)) await work()
  expect(swept.at(-1)).toBe(days(30))
  audit.close()
  clock.advance(86_400_000)
  expect(later).toEqual([])
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
