import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { Draft, FeedEvent } from '../../proto/feed/index.ts'
import { createFakeRoom } from '../hub/room.fake.ts'
import type { Room } from '../hub/room.ts'
import { createFakeClock, type FakeClock } from '../lib/time/clock.fake.ts'
import { readHostProcesses } from '../lib/file/host-process.ts'
import { createFaultyDisk, type Faults } from '../log/journal/disk.fake.ts'
import { createFakeDb } from '../store/engine/db.fake.ts'
import { createFakeInsert, type FakeInsert } from '../store/writer/insert.fake.ts'
import { Writer } from '../store/writer/writer.ts'
import { Journals } from './journals.ts'
import { RoomRecorder, type OpenedLog } from './recorder.ts'

/** An open room with its log, and functions for tests. */
export interface KeptRoom {
  readonly room: Room
  readonly kept: OpenedLog
  /** Publishes some lines of chat, in one tick. */
  readonly say: (...texts: readonly string[]) => void
  readonly publish: (draft: Draft) => void
  /** Every event that was published since it was opened. */
  readonly shown: readonly FeedEvent[]
  /** Returns how often its followers were notified of a new epoch. */
  readonly renewals: () => number
  readonly close: (removed?: boolean) => Promise<void>
}

/** One run of a server, reduced to the parts that record rooms. */
export interface FakeRun {
  readonly recorder: RoomRecorder
  readonly writer: Writer
  readonly clock: FakeClock
  readonly faults: Faults
  readonly folder: string
  /** The warnings and errors in the log. */
  readonly said: readonly string[]
  readonly open: (room?: string) => Promise<KeptRoom>
  /** Advances the clock until a condition is true. @throws if it does not become true. */
  readonly until: (isSo: () => boolean) => Promise<void>
}

/** Options of a run. */
export interface FakeRunOptions {
  readonly folder?: string
  /** The stored rows, which outlive a run. */
  readonly table?: FakeInsert
  readonly memoryBytes?: number
  /** True if the machine was restarted since the last run. */
  readonly rebooted?: boolean
  readonly faults?: Faults
}

/** Returns an empty folder, which is deleted after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'recorder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Returns a copy of the folder as a kill of the run would leave it now. */
export function afterKill(folder: string, room = 'night'): string {
  const copy = scratchFolder()
  cpSync(folder, copy, { recursive: true })
  rmSync(join(copy, room.replace(':', '@'), 'lock'), { force: true })
  return copy
}

/** Returns the paths of the segments of a room's journal. */
export function segmentsOf(folder: string, room: string): readonly string[] {
  const own = join(folder, room.replace(':', '@'))
  return readdirSync(own).flatMap((name) => (name.endsWith('.log') ? [join(own, name)] : []))
}

/** Returns true if a room has a folder of its own. */
export function hasFolder(folder: string, room: string): boolean {
  return existsSync(join(folder, room.replace(':', '@')))
}

const stepMs = 100
let epochs = 0
const prepare = (): Promise<void> => Promise.resolve()

/** Starts a run with a real folder, and a database in memory. */
export function startRun(options: FakeRunOptions = {}): FakeRun {
  const { folder = scratchFolder(), table = createFakeInsert(), memoryBytes = 1_000_000 } = options
  const { faults = { freeBytes: Infinity }, rebooted = false } = options
  const clock = createFakeClock()
  const said: string[] = []
  const say = (_: object, message: string): number => said.push(message)
  const log = { info: () => undefined, warn: say, error: say }
  const writer = new Writer({ insert: table.insert, prepare, clock, random: () => 0, log })
  const machine = readHostProcesses()
  const journals = new Journals({
    dir: folder,
    newEpoch: () => `e${(epochs += 1)}`,
    log,
    disk: createFaultyDisk(faults),
    ...(rebooted ? { machine: { ...machine, sameBoot: () => false } } : {}),
  })
  const database = { ...createFakeDb(table.rows, table.refusal), opened: Promise.resolve() }
  const memory = { maxBytes: memoryBytes, usedBytes: 0 }
  const recorder = new RoomRecorder({ journals, database, writer, clock, log, memory })
  return {
    recorder,
    writer,
    clock,
    faults,
    folder,
    said,
    open: async (room = 'night') => openRoom(room, await recorder.open(room), recorder),
    until: async (isSo) => {
      const look = (): boolean => {
        clock.advance(stepMs)
        return isSo()
      }
      await vi.waitUntil(look, { timeout: 20_000, interval: 2 })
    },
  }
}

const source = 'bilibili:1'

function openRoom(id: string, kept: OpenedLog, recorder: RoomRecorder): KeptRoom {
  const shown: FeedEvent[] = []
  let renewals = 0
  const { room, tick } = createFakeRoom(100, {
    id,
    log: kept.log,
    fallbackLog: kept.fallback,
    history: kept.history,
    onEvent: (event) => shown.push(event),
    onLogFailed: (failure) => recorder.failed(id, failure),
  })
  room.remember(kept.recent, kept.earlier)
  kept.record(room)
  room.follow({
    readers: () => 1,
    advanced: () => undefined,
    renewed: () => (renewals += 1),
    closed: () => undefined,
  })
  const publish = (draft: Draft): void => {
    room.publish(source, draft)
    tick()
  }
  return {
    room,
    kept,
    say: (...texts) => {
      for (const text of texts) room.publish(source, { type: 'chat', text })
      tick()
    },
    publish,
    shown,
    renewals: () => renewals,
    close: async (removed = false) => {
      await room.close()
      kept.release(removed)
    },
  }
}
