/**
 * A process with one live room that stores comments or gifts and shows them, and kills itself at a named
 * point. It consists of the parts of the server, without HTTP.
 */
import { join } from 'node:path'
import { openCollections } from '../../server/app/collections.ts'
import { createLive } from '../../server/app/live.ts'
import { createRooms } from '../../server/app/rooms.ts'
import { createLogger } from '../../server/lib/logger.ts'
import { randomName } from '../../server/lib/bytes/random-token.ts'
import { systemClock } from '../../server/lib/time/clock.ts'
import type { Log } from '../../server/log/log.ts'
import { createMetrics } from '../../server/metrics/registry.ts'
import { platforms } from '../../server/platform/registry.ts'
import { Journals } from '../../server/record/journals.ts'
import { RoomRecorder } from '../../server/record/recorder.ts'
import { Catalog } from '../../server/room/catalog.ts'
import { openSource } from '../../server/upstream/source.ts'
import { openDatabase } from '../../server/store/engine/database.ts'
import type { Db, Statements } from '../../server/store/engine/db.ts'
import { chooseStore, openStore, prepareStore } from '../../server/store/engine/open.ts'
import { insertEvents } from '../../server/store/query/event.ts'
import { countRows } from '../../server/store/query/outbox.ts'
import { Writer } from '../../server/store/writer/writer.ts'
import { until } from '../kit/wait.ts'
import { type KillPoint, outboxRoom } from './outbox-task.ts'

/** The task of the process, its only argument. */
export interface Task {
  readonly dataDir: string
  /** The embedded database if absent. */
  readonly databaseUrl?: string | undefined
  /** The number of comments to write. */
  readonly comments?: number
  /** The keys of gifts to give, of one coin each. */
  readonly gifts?: readonly string[]
  /** The point of which comment or gift kills the process; it ends in order if absent. */
  readonly kill?: { readonly point: KillPoint; readonly nth: number }
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task
const log = createLogger('warn', (line) => void process.stderr.write(`${line}\n`))
const passed = new Map<KillPoint, number>()

/** Kills the process if this is the point. */
function pass(point: KillPoint): void {
  const times = (passed.get(point) ?? 0) + 1
  passed.set(point, times)
  if (task.kill?.point === point && task.kill.nth === times) process.kill(process.pid, 'SIGKILL')
}

function watched(db: Db): Db {
  return {
    ...db,
    query: async (sql, ...rest) => {
      const isComment = sql.includes('insert into comments')
      if (isComment) pass('before the transaction')
      const rows = await db.query(sql, ...rest)
      if (isComment) pass('after the transaction')
      if (sql.includes('from outbox where room') && rows.length > 0) pass('the outbox is read')
      if (sql.startsWith('delete from outbox')) pass('the row is marked')
      return rows
    },
    tx: async (work, ...rest) => {
      let isGift = false
      const result = await db.tx(
        (tx) => work({ ...tx, query: watchedQuery(tx, () => (isGift = true)) }),
        ...rest,
      )
      if (isGift) pass('after the commit')
      return result
    },
  }
}

/** The statements of a gift after which the process may be killed. */
const giftStatements: readonly (readonly [text: string, point: KillPoint])[] = [
  ['insert into transfers', 'after the claim'],
  ["where kind = 'wallet' and owner", 'after the payment'],
  ['select combo', 'after the streak'],
  ['insert into gift_orders', 'after the order'],
  ['insert into ledger_accounts', 'after the income'],
  ['insert into entries', 'after the entries'],
]

/** Returns the query of a transaction, which passes the points of a gift. */
function watchedQuery(tx: Statements, onGift: () => void): Statements['query'] {
  let isGift = false
  return async (sql, params = []) => {
    const point = giftStatements.find(([text]) => sql.includes(text))?.[1]
    if (point === 'after the claim') {
      isGift = params[0] === 'gift'
      if (isGift) pass('before the claim')
    }
    if (point === 'after the order') onGift()
    const rows = await tx.query(sql, params)
    if (isGift && point) pass(point)
    return rows
  }
}

// A comment, or a gift: the end of a streak adds nothing.
const shownLine = /"type":"chat"|"count":[1-9]/

function watchedLog(journal: Log): Log {
  return {
    get epoch() {
      return journal.epoch
    },
    get head() {
      return journal.head
    },
    get oldest() {
      return journal.oldest
    },
    append: (lines) => {
      const isShown = lines.some((line) => shownLine.test(line))
      if (isShown) pass('before the journal')
      journal.append(lines)
      if (isShown) pass('after the journal')
    },
    read: (from, limit) => journal.read(from, limit),
    trim: (upTo) => journal.trim(upTo),
    close: () => journal.close(),
  }
}

function openParts() {
  const { dataDir, databaseUrl } = task
  const choice = chooseStore({ dataDir, databaseUrl })
  const database = openDatabase({
    open: async () => {
      if (choice.kind === 'off') throw new RangeError('there is no database')
      return watched(await openStore(choice, log))
    },
    prepare: (db) => prepareStore(db, { migrate: true, log, now: systemClock.now() }),
    log,
  })
  const writer = new Writer({
    insert: (rows) => insertEvents(database, rows),
    prepare: database.prepare,
    clock: systemClock,
    random: Math.random,
    log,
  })
  const recorder = new RoomRecorder({
    journals: new Journals({ dir: join(dataDir, 'journal'), newEpoch: randomName, log }),
    database,
    writer,
    clock: systemClock,
    log,
    memory: { maxBytes: 1_000_000, usedBytes: 0 },
  })
  const open = recorder.open.bind(recorder)
  recorder.open = async (room) => {
    const opened = await open(room)
    return { ...opened, log: watchedLog(opened.log) }
  }
  return { database, writer, recorder, ...openCollections(dataDir, database, log) }
}

async function run(): Promise<void> {
  const { writer, rooms: configured, ...storage } = openParts()
  const { database } = storage
  const metrics = createMetrics()
  const live = createLive({ store: 'on' }, { storage, metrics, log })
  const rooms = createRooms(
    { ringSize: 100, ringMb: 1, maxRooms: 10 },
    {
      storage,
      metrics,
      log,
      upstreams: {
        platforms,
        findOwnRoom: live.own.find,
        startSource: ({ platform: name, ref }, sink) => {
          const platform = platforms.get(name)
          if (platform?.kind !== 'own') throw new RangeError(`${name} is not ours`)
          return openSource({ platform, ref, sink, clock: systemClock, seed: 1, own: live.own })
        },
      },
    },
  )
  const catalog = new Catalog(configured)
  await database.whenAvailable(() => catalog.load())
  await rooms.setCatalog(catalog)
  live.begin({ rooms, audience: { review: () => undefined } })
  await until(() => live.refusal() === undefined, { what: 'the live rooms are loaded' })
  if (!live.rooms.find(outboxRoom)) {
    await live.rooms.create({ slug: outboxRoom, host: 'h', visibility: 'public', title: 'Stage' })
  }
  await live.rooms.step(outboxRoom, 'published') // a restart has reset the broadcast
  const author = { id: 'h', name: 'Hana', createdAt: 0, exempt: true }
  const shown = (): Promise<unknown> =>
    until(async () => (await countRows(database)) === 0, { what: 'the outbox is empty' })
  for (let sent = 0; sent < (task.comments ?? 0); sent++) {
    await live.comments.send(live.rooms.get(outboxRoom), author, { text: `${sent}` })
    await shown()
  }
  const { ledger, catalogue, gifts } = live.coins
  const rose = { id: 'rose', name: 'Rose', price: 1, place: 0, onSale: true }
  if (task.gifts && !catalogue.find(rose.id)) await catalogue.add(rose)
  for (const key of task.gifts ?? []) {
    const coin = { account: author.id, coins: 1, reason: 'a test' }
    await ledger.topUp(coin, { by: 'admin', key: `for-${key}` })
    const giving = { room: outboxRoom, giver: author, key }
    await gifts.give(giving, { gift: rose.id, quantity: 1 })
    await shown()
  }
  await live.close()
  await rooms.close()
  await writer.close()
  await database.close()
}

run().catch((error: unknown) => {
  log.error({ error }, 'failed')
  process.exitCode = 1
})
