import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../engine/db.ts'
import { batchRows, gatherMs, stallMs } from './writer.ts'
import { GrowingLog, lineOf, createRig, seqs, upTo } from './writer.fake.ts'

test('a few lines are stored together after a short delay, in order, with their positions', async () => {
  const { writer, batches, rows, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  log.grow(2)
  feed.advanced()
  await pass(gatherMs - 1)
  log.grow(1)
  feed.advanced()
  expect(batches).toEqual([])
  await pass(1)
  expect(batches).toEqual([3])
  expect(rows[2]).toMatchObject({ room: 'a', epoch: 'e1', seq: 3, line: lineOf(3) })
  expect(writer.counts).toEqual({ waiting: 0, stored: 3, lost: 0, unreadable: 0, failures: 0 })
})

test('a full batch is stored at once, and the rest after a short delay', async () => {
  const { writer, batches, rows, pass } = createRig()
  const log = new GrowingLog()
  log.grow(2 * batchRows + 7)
  writer.follow({ room: 'a', log, stored: 0 })
  await pass(0)
  expect(batches).toEqual([batchRows, batchRows])
  await pass(gatherMs)
  expect(batches).toEqual([batchRows, batchRows, 7])
  expect(seqs(rows)).toEqual(upTo(2 * batchRows + 7))
})

test('storing continues after the last stored position', async () => {
  const { writer, rows } = createRig()
  const log = new GrowingLog()
  log.grow(5)
  writer.follow({ room: 'a', log, stored: 3 })
  await writer.flush()
  expect(seqs(rows)).toEqual([4, 5])
})

test('nothing is stored if the database is ahead of the log', async () => {
  const { writer, batches } = createRig()
  const log = new GrowingLog()
  log.grow(5)
  writer.follow({ room: 'a', log, stored: 9 })
  await writer.flush()
  expect(batches).toEqual([])
  expect(writer.counts.waiting).toBe(0)
})

test('one batch is stored at a time', async () => {
  const { writer, batches, hold, release, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  hold()
  log.grow(batchRows)
  feed.advanced()
  await pass(0)
  log.grow(batchRows)
  feed.advanced()
  await pass(10 * gatherMs)
  expect(batches).toEqual([batchRows])
  release()
  await pass(0)
  expect(batches).toEqual([batchRows, batchRows])
})

test('lines that arrive during a batch are collected for the next one', async () => {
  const { writer, batches, hold, release, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  hold()
  log.grow(batchRows)
  feed.advanced()
  await pass(0)
  for (let turn = 0; turn < 5; turn++) {
    log.grow(batchRows / 5 + 1)
    feed.advanced()
  }
  release()
  await pass(0)
  log.grow(1)
  feed.advanced()
  await pass(gatherMs - 1)
  expect(batches).toEqual([batchRows, batchRows])
  await pass(1)
  expect(batches).toEqual([batchRows, batchRows, 6])
})

test('rooms share a batch, and a busy one does not delay the others', async () => {
  const { writer, rows } = createRig()
  const [busy, quiet] = [new GrowingLog(), new GrowingLog()]
  busy.grow(10 * batchRows)
  quiet.grow(3)
  writer.follow({ room: 'busy', log: busy, stored: 0 })
  writer.follow({ room: 'quiet', log: quiet, stored: 0 })
  await writer.flush()
  const lastOfQuiet = rows.findLastIndex(({ room }) => room === 'quiet')
  expect(lastOfQuiet).toBeGreaterThan(0)
  expect(lastOfQuiet).toBeLessThan(2 * batchRows)
  expect(seqs(rows.filter(({ room }) => room === 'busy'))).toEqual(upTo(10 * batchRows))
})

test('a busy room is not stalled while its lines are stored, although some always wait', async () => {
  const { writer, pass } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  for (let turn = 0; turn < 30; turn++) {
    log.grow(batchRows + 1)
    feed.advanced()
    await pass(stallMs / 10)
    expect(writer.stalled).toBe(false)
  }
})

test('a log that was closed is still stored to its end', async () => {
  const { writer, rows } = createRig()
  const log = new GrowingLog()
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  log.grow(3)
  feed.closed()
  await writer.flush()
  expect(seqs(rows)).toEqual([1, 2, 3])
  log.grow(1)
  feed.advanced()
  await writer.flush()
  expect(rows).toHaveLength(3)
})

test('a close stores the waiting lines, and then nothing more', async () => {
  const { writer, rows, pass } = createRig()
  const log = new GrowingLog()
  log.grow(3)
  const feed = writer.follow({ room: 'a', log, stored: 0 })
  await writer.close()
  log.grow(1)
  feed.advanced()
  await pass(60_000)
  await writer.close()
  expect(seqs(rows)).toEqual([1, 2, 3])
})

test('each line is stored once and in order for any order of growth and failure', async () => {
  const step = fc.oneof(
    fc.record({ grow: fc.nat({ max: 400 }), room: fc.nat({ max: 2 }) }),
    fc.record({ pass: fc.nat({ max: 1_000 }) }),
    fc.record({ away: fc.boolean() }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { writer, rows, refuse, pass } = createRig()
      const logs = ['e0', 'e1', 'e2'].map((epoch) => new GrowingLog(epoch))
      const feeds = logs.map((log) => writer.follow({ room: 'a', log, stored: 0 }))
      for (const one of steps) {
        if ('away' in one) refuse(one.away ? new DatabaseUnavailable('away', 'gone') : undefined)
        else if ('pass' in one) await pass(one.pass)
        else {
          logs[one.room]!.grow(one.grow)
          feeds[one.room]!.advanced()
        }
      }
      refuse(undefined)
      await writer.flush()
      for (const { epoch, head } of logs) {
        expect(seqs(rows.filter((row) => row.epoch === epoch))).toEqual(upTo(head))
      }
    }),
    { numRuns: 40 },
  )
})
