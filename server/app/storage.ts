import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import type { Meter } from '../metrics/registry.ts'
import { storageMeter } from '../metrics/storage.ts'
import { CursorStore } from '../upstream/cursor-store.ts'
import { type Secrets, secretsOf } from './secrets.ts'
import { systemClock } from '../lib/time/clock.ts'
import { takeLock } from '../lib/file/lock-file.ts'
import type { Logger } from '../lib/logger.ts'
import { openPrivateFolder } from '../lib/file/private-folder.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { Journals } from '../record/journals.ts'
import { RoomRecorder } from '../record/recorder.ts'
import { type Collections, openCollections } from './collections.ts'
import { connectDatabase, type DatabaseAccess, type DatabaseOptions } from './database.ts'

/** All data on disk and in the database. */
export interface Storage extends Collections, Pick<DatabaseAccess, 'database' | 'lost' | 'close'> {
  readonly secrets: Secrets
  readonly recorder: RoomRecorder
  /** The cursors of sources, which survive a restart. */
  readonly cursors: CursorStore
  readonly meter: Meter
  /**
   * Returns the current problems, as text; an empty list if there are none.
   *
   * @param named - true if the text may name rooms, which not every caller may know.
   */
  readonly problems: (named?: boolean) => Promise<readonly string[]>
}

// The memory for lines while a disk is full; beyond it the oldest lines are dropped.
const maxMemoryBytes = 64 * 1024 * 1024

/**
 * Locks the data folder, and opens the database in the background. It waits only for the result
 * whether another relay stores in the database.
 *
 * @throws Locked if another process has the folder, DatabaseHeld if another relay has the database,
 * SecretBroken if a secret of the folder is not valid.
 */
export async function openStorage(config: Config, options: DatabaseOptions): Promise<Storage> {
  const { dataDir } = config
  const { log } = options
  restrictDataDir(dataDir, log)
  const lock = takeLock(join(dataDir, 'lock'))
  const storing = connectDatabase(config, options)
  const { database, writer } = storing
  const close = async (): Promise<void> => {
    await storing.close()
    lock.close()
  }
  const secrets = await prepare(config, storing).catch(async (error: unknown) => {
    await close() // the database and the lock would keep the process alive
    throw error
  })
  const recorder = new RoomRecorder({
    journals: new Journals({ dir: join(dataDir, 'journal'), newEpoch: randomName, log }),
    database,
    writer,
    clock: systemClock,
    log,
    memory: { maxBytes: maxMemoryBytes, usedBytes: 0 },
  })
  const cursors = openCursors(dataDir, recorder, log)
  return {
    ...openCollections(dataDir, database, log),
    recorder,
    database,
    cursors,
    secrets,
    meter: storageMeter({
      waiting: () => writer?.counts.waiting ?? 0,
      memoryOnly: () => recorder.memoryOnly.size,
    }),
    problems: async (named = false) => [
      ...(await storing.trouble()),
      ...memoryTrouble([...recorder.memoryOnly], named),
    ],
    lost: storing.lost,
    close: async () => {
      cursors.close()
      await close()
    },
  }
}

/** Waits for the right to store, and reads the secrets. */
async function prepare(
  config: Config,
  { waitForLease }: Pick<DatabaseAccess, 'waitForLease'>,
): Promise<Secrets> {
  await waitForLease()
  return secretsOf(config)
}

function openCursors(dataDir: string, { memoryOnly }: RoomRecorder, log: Logger): CursorStore {
  return new CursorStore({
    file: atomicFile(join(dataDir, 'places.json')),
    quickFile: atomicFile(join(dataDir, 'places.now.json'), false),
    clock: systemClock,
    defer: setImmediate,
    isKept: (room) => !memoryOnly.has(room),
    log,
  })
}

/**
 * Creates the data folder, which only its owner may enter: it holds credentials and chat messages.
 */
function restrictDataDir(dataDir: string, log: Logger): void {
  const access = openPrivateFolder(dataDir)
  if (access === 'narrowed') log.info({ dataDir }, 'data folder restricted to its owner')
  if (access === 'open') log.warn({ dataDir }, 'others may enter the data folder: chmod it to 700')
}

function memoryTrouble(rooms: readonly string[], named: boolean): readonly string[] {
  if (rooms.length === 0) return []
  if (named) return rooms.map((room) => `room ${room} is in memory only`)
  return [`${rooms.length === 1 ? 'a room is' : `${rooms.length} rooms are`} in memory only`]
}
