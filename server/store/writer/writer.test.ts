import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '../../lib/time/clock.fake.ts'
import type { LineSource } from './backlog.ts'
import { DatabaseUnavailable } from '../engine/db.ts'
import type { EventRow } from './event-row.ts'
import { createFakeInsert, type FakeInsert } from './insert.fake.ts'
import { batchRows, gatherMs, stallMs, Writer } from './writer.ts'

/** A log in memory that can drop its oldest lines. */
class GrowingLog implements LineSource {
  readonly epoch: string
  readonly epochNumber = 1
  oldest = 1
  readonly #lines: string[] = []

  constructor(epoch = 'e1') {
    this.epoch = epoch
  }

  get head(): number {
    return this.#lines.length
  }

  grow(lines: number): void {
    for (let i = 0; i < lines; i++) this.#lines.push(lineOf(this.head + 1))
  }

  put(line: string): void {
    this.#lines.push(line)
  }

  read(from: number, limit: number): Promise<readonly string[]> {
    const there = from >= this.oldest && from <= this.head
    return Promise.resolve(there ? this.#lines.slice(from - 1, from - 1 + limit) : [])
  }
}

const lineOf = (seq: number): string =>
  JSON.stringify({ type: 'like', id: `e1:${seq}`, source: 'demo:x', at: 1, receivedAt: 1 })

interface Rig extends FakeInsert {
  readonly writer: Writer
  readonly clock: FakeClock
  readonly messages: string[]
  readonly prepared: () => number
  /** Advances the clock, then waits for everything that is due. */
  readonly pass: (byMs: number) => Promise<void>
}

function createRig(prepare: () => Promise<void> = () => Promise.resolve()): Rig {
  const insert = createFakeInsert()
  const clock = createFakeClock()
  const messages: string[] = []
  const say = (_: object, message: string): number => messages.push(message)
  let prepared = 0
  const writer = new Writer({
    insert: insert.insert,
    prepare: () => {
      prepared += 1
      return prepare()
    },
    clock,
    random: () => 1,
    log: { info: say, warn: say, error: say },
  })
  const pass = async (byMs: number): Promise<void> => {
    clock.advance(byMs)
    await new Promise(setImmediate)
  }
  return { ...insert, writer, clock, messages, prepared: () => prepared, pass }
}

const seqs = (rows: readonly EventRow[]): readonly number[] => rows.map(({ seq }) => seq)
const upTo = (seq: number): readonly number[] => Array.from({ length: seq }, (_, i) => i + 1)

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
