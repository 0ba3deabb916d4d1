import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../engine/db.ts'
import { batchRows, gatherMs, stallMs } from './writer.ts'
import { GrowingLog, createRig, seqs, upTo } from './writer.fake.ts'

test('without the database lines wait in their log, and are stored when it is back', async () => {
  const { writer, rows, refuse, messages, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  refuse(new DatabaseUnavailable('away', 'gone'))
  for (let turn = 0; turn < 50; turn++) {
    log.grow(100)
    feed.advanced()
    await pass(gatherMs)
  }
  expect(rows).toEqual([])
  expect(writer.counts).toMatchObject({ waiting: 5_000, stored: 0 })
  expect(writer.counts.failures).toBeLessThan(5) // fewer than fifty: attempts back off
  expect(messages).toEqual(['events wait for the database'])
  refuse(undefined)
  await pass(30_000)
  await pass(gatherMs)
  expect(seqs(rows)).toEqual(upTo(5_000))
  expect(messages).toEqual(['events wait for the database', 'events are stored again'])
  expect(writer.counts.failures).toBe(0)
})

test('L9 the writer is stalled if no waiting line is stored for ten seconds, refused or not', async () => {
  const { writer, refuse, hold, release, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  await pass(10 * stallMs)
  expect(writer.stalled).toBe(false) // nothing waits
  const grow = (): void => {
    log.grow(1)
    feed.advanced()
  }
  refuse(new DatabaseUnavailable('away', 'gone'))
  grow()
  await pass(stallMs - 1)
  expect(writer.stalled).toBe(false)
  await pass(1)
  expect(writer.stalled).toBe(true)
  refuse(undefined)
  await pass(stallMs)
  expect(writer.stalled).toBe(false)
  hold() // a table that is locked: no answer at all
  grow()
  await pass(gatherMs)
  await pass(stallMs)
  expect(writer.stalled).toBe(true)
  release()
  await pass(0)
  expect(writer.stalled).toBe(false)
})

test('during a long absence of the database an attempt is made every five seconds', async () => {
  const { writer, refuse, attempts, pass } = createRig()
  const log = new GrowingLog()
  log.grow(1)
  refuse(new DatabaseUnavailable('away', 'gone'))
  writer.follow({ room: 'a', log, stored: 0 })
  await pass(gatherMs)
  for (let second = 0; second < 600; second++) await pass(1_000)
  expect(attempts()).toBeGreaterThanOrEqual(115)
  expect(attempts()).toBeLessThanOrEqual(130)
})

test('the database is prepared before the first batch, until that succeeds once', async () => {
  let there = false
  const prepare = (): Promise<void> =>
    there ? Promise.resolve() : Promise.reject(new DatabaseUnavailable('away', 'not yet'))
  const { writer, rows, prepared } = createRig(prepare)
  const log = new GrowingLog()
  log.grow(1)
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  await expect(writer.flush()).rejects.toThrow(DatabaseUnavailable)
  expect(rows).toEqual([])
  there = true
  await writer.flush()
  log.grow(1)
  feed.advanced()
  await writer.flush()
  expect(seqs(rows)).toEqual([1, 2])
  expect(prepared()).toBe(2)
})

test('each kind of failure is logged once', async () => {
  const { writer, refuse, messages } = createRig()
  const log = new GrowingLog()
  log.grow(1)
  writer.follow({ room: 'a', log, stored: 0 })
  for (const error of [
    new DatabaseUnavailable('away', 'a'),
    new DatabaseUnavailable('away', 'b'),
    new TypeError('c'),
  ]) {
    refuse(error)
    await expect(writer.flush()).rejects.toThrow(error)
  }
  expect(messages).toEqual(['events wait for the database', 'events cannot be stored'])
})

test('the owner of a log is notified only after its lines are stored', async () => {
  const { writer, refuse } = createRig()
  const log = new GrowingLog()
  log.grow(300)
  const notified: number[] = []
  writer.follow({ room: 'a', log, stored: 0, onStored: (seq) => notified.push(seq) })
  refuse(new DatabaseUnavailable('away', 'gone'))
  await expect(writer.flush()).rejects.toThrow(DatabaseUnavailable)
  expect(notified).toEqual([])
  refuse(undefined)
  await writer.flush()
  expect(notified).toEqual([250, 300])
})

test('lines that the log dropped are counted, and the rest is stored', async () => {
  const { writer, rows } = createRig()
  const log = new GrowingLog()
  log.grow(10)
  log.oldest = 7
  writer.follow({ room: 'a', log, stored: 2 })
  await writer.flush()
  expect(seqs(rows)).toEqual([7, 8, 9, 10])
  expect(writer.counts).toMatchObject({ lost: 4, stored: 4, waiting: 0 })
})

test('a log that does not return an existing line is read again', async () => {
  const { writer, rows } = createRig()
  const log = new GrowingLog()
  log.grow(1)
  const read = log.read.bind(log)
  log.read = () => Promise.resolve([])
  writer.follow({ room: 'a', log, stored: 0 })
  await expect(writer.flush()).rejects.toThrow('line 1')
  log.read = read
  await writer.flush()
  expect(seqs(rows)).toEqual([1])
})

test('a log that cannot be read does not delay others', async () => {
  const { writer, rows, pass } = createRig()
  const [broken, sound] = [new GrowingLog(), new GrowingLog('e2')]
  broken.grow(batchRows + 5)
  sound.grow(3 * batchRows)
  const read = broken.read.bind(broken)
  broken.read = () => Promise.reject(new Error('EMFILE'))
  writer.follow({ room: 'broken', log: broken, stored: 0 })
  const feed = writer.follow({ room: 'sound', log: sound, stored: 0 })
  await pass(0)
  await pass(6_000)
  expect(seqs(rows)).toEqual(upTo(3 * batchRows))
  expect(writer.counts).toMatchObject({ waiting: batchRows + 5, failures: expect.any(Number) })
  sound.grow(1)
  feed.advanced()
  broken.read = read
  await pass(6_000)
  await pass(gatherMs)
  expect(writer.counts).toMatchObject({ waiting: 0, failures: 0 })
  expect(seqs(rows.filter(({ room }) => room === 'broken'))).toEqual(upTo(batchRows + 5))
})

test('a line that is no event is skipped and counted; its neighbours are stored', async () => {
  const { writer, rows } = createRig()
  const log = new GrowingLog()
  log.grow(1)
  log.put('{"type":')
  log.grow(1)
  writer.follow({ room: 'a', log, stored: 0 })
  await writer.flush()
  expect(seqs(rows)).toEqual([1, 3])
  expect(writer.counts).toMatchObject({ stored: 2, unreadable: 1, waiting: 0 })
})

test('a close without the database makes one attempt and ends', async () => {
  const { writer, refuse, attempts, pass } = createRig()
  const log = new GrowingLog()
  log.grow(3)
  writer.follow({ room: 'a', log, stored: 0 })
  refuse(new DatabaseUnavailable('away', 'gone'))
  await writer.close()
  await pass(60_000)
  expect(attempts()).toBe(1)
})
