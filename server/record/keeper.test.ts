import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFakeClock } from '../lib/clock.fake.ts'
import type { Db } from '../store/db.ts'
import { StoreAway } from '../store/db.ts'
import { Keeper } from './keeper.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A keeper without a writer, over a database of the test. */
function createRig(database: Promise<Db | undefined>) {
  const clock = createFakeClock()
  let epochs = 0
  const said: string[] = []
  const say = (_: object, message: string): void => void said.push(message)
  const log = { info: () => undefined, warn: say, error: say }
  const newEpoch = (): string => `e${(epochs += 1)}`
  const parts = { journalDir: folder, database, writer: undefined, newEpoch, clock, log }
  return { keeper: new Keeper(parts), clock, said }
}

const never = new Promise<never>(() => undefined)

test('rooms wait once, and together, for a database that takes its time to open', async () => {
  const { keeper, clock } = createRig(never)
  const first = keeper.open('a')
  clock.advance(500)
  const second = keeper.open('b') // no time passes any more
  const logs = (await Promise.all([first, second])).map(({ log }) => log)
  expect(logs.map(({ epoch, head }) => [epoch, head])).toEqual(
    expect.arrayContaining([
      ['e1', 0],
      ['e2', 0],
    ]),
  )
  await Promise.all(logs.map((log) => log.close()))
})

test('a room opens without a database that is away, and that is said', async () => {
  const query = (): Promise<never> => Promise.reject(new StoreAway('gone'))
  const { keeper, said } = createRig(Promise.resolve({ query } as unknown as Db))
  const { log } = await keeper.open('a')
  log.append(['{}'])
  await log.close()
  const again = await keeper.open('a')
  expect([again.log.epoch, again.log.head]).toEqual(['e1', 1])
  expect(said).toEqual(['database not asked how far it is', 'database not asked how far it is'])
  await again.log.close()
})
