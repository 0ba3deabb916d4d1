import { expect, test, vi } from 'vitest'
import { createFakeDb } from './db.fake.ts'
import { openDatabase } from './database.ts'
import { type Db, unlessStoreOff } from './db.ts'

const log = { warn: () => undefined, error: () => undefined }
const prepare = async (): Promise<void> => undefined

/** Returns a database that answers, or fails with an error. */
const answering = (refuse: () => Error | undefined = () => undefined): Db =>
  createFakeDb([], refuse)

test('every call is refused until the database is open, and answered then', async () => {
  let open: ((db: Db) => void) | undefined
  const opening = new Promise<Db>((resolve) => (open = resolve))
  const database = openDatabase({ open: () => opening, prepare, log })
  const refusal = { name: 'DatabaseUnavailable', absence: 'opening' }
  await expect(database.query('select 1')).rejects.toMatchObject(refusal)
  await expect(database.script('select 1')).rejects.toMatchObject(refusal)
  await expect(database.tx(async () => 1)).rejects.toMatchObject(refusal)
  open?.(answering())
  await database.opened
  expect(await database.tx(async () => 1)).toBe(1)
})

test('without a database every call is refused for good, and work without it is done', async () => {
  const database = openDatabase({ prepare: () => Promise.reject(new Error('never called')), log })
  await database.opened
  await expect(database.query('select 1')).rejects.toThrow('STORE is off')
  expect(await unlessStoreOff(() => database.query('select 1'))).toBeUndefined()
  let done = 0
  await database.whenAvailable(async () => (done += 1))
  expect(done).toBe(1)
  await database.close()
})

test('a database that cannot be opened is tried again, and says why until it is open', async () => {
  vi.useFakeTimers()
  try {
    let tries = 0
    const open = async (): Promise<Db> => {
      if ((tries += 1) === 1) throw new Error('no such folder')
      return answering()
    }
    const database = openDatabase({ open, prepare, log })
    await expect(database.query('select 1')).rejects.toThrow('not open yet')
    await vi.waitFor(() => expect(database.cannotOpen()).toBe(true))
    await expect(database.query('select 1')).rejects.toThrow('it cannot be opened')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(database.cannotOpen()).toBe(false)
    expect(tries).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})

test('work waits until the database is prepared, and is repeated until it succeeds', async () => {
  vi.useFakeTimers()
  try {
    let prepared = 0
    const preparing = async (): Promise<void> => void (prepared += 1)
    const open = async (): Promise<Db> => answering()
    const database = openDatabase({ open, prepare: preparing, log })
    let tries = 0
    const done = database.whenAvailable(async () => {
      if ((tries += 1) === 1) throw new Error('away')
    })
    await vi.advanceTimersByTimeAsync(10_000)
    await done
    expect([tries, prepared]).toEqual([2, 2])
  } finally {
    vi.useRealTimers()
  }
})
