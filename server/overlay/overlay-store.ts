import type { Logger } from '../lib/logger.ts'
import type { Db } from '../store/engine/db.ts'
import {
  listOverlays,
  type OverlayRecord,
  removeOverlay,
  saveOverlay,
} from '../store/query/overlay.ts'
import type { NamedOverlay, OverlayCopy, OverlayDesign, OverlayStore } from './overlays.ts'

/** The dependencies of an overlay store. */
export interface OverlayStoreParts {
  /** Undefined if STORE is off: then the file is the only store. */
  readonly database: Promise<Db | undefined>
  readonly copy: OverlayCopy
  readonly log: Pick<Logger, 'warn'>
}

/**
 * Creates a store of named overlays in the database with a copy in a file, or in the file alone.
 * Overlays that are only in the file are stored in a new database.
 */
export function createOverlayStore({ database, copy, log }: OverlayStoreParts): OverlayStore {
  let known: readonly NamedOverlay[] = []
  const storeCopy = (overlays: readonly NamedOverlay[], isOnly: boolean): void => {
    try {
      copy.write(overlays)
    } catch (error) {
      if (isOnly) throw error
      log.warn({ error }, 'named overlays not copied')
    }
    known = overlays
  }
  const change = async (next: readonly NamedOverlay[], write: Write): Promise<void> => {
    const db = await database
    if (db) await write(db)
    storeCopy(next, !db)
  }
  return {
    load: async () => {
      const copied = copy.read() ?? []
      const db = await database
      if (db) storeCopy(await loadInto(db, copied), false)
      else known = copied
      return known
    },
    save: (overlay) =>
      change([...known.filter(({ name }) => name !== overlay.name), overlay], (db) =>
        saveOverlay(db, recordOf(overlay)),
      ),
    remove: (name) =>
      change(
        known.filter((overlay) => overlay.name !== name),
        (db) => removeOverlay(db, name),
      ),
  }
}

type Write = (db: Db) => Promise<void>

async function loadInto(db: Db, copied: readonly NamedOverlay[]): Promise<readonly NamedOverlay[]> {
  const stored = (await listOverlays(db)).map(overlayOf)
  if (stored.length > 0) return stored
  for (const overlay of copied) await saveOverlay(db, recordOf(overlay))
  return copied
}

function recordOf({ name, design, updatedAt }: NamedOverlay): OverlayRecord {
  return { name, design: JSON.stringify(design), updatedAt }
}

function overlayOf({ name, design, updatedAt }: OverlayRecord): NamedOverlay {
  // Written by `recordOf`, from a design that the route had checked.
  return { name, design: JSON.parse(design) as OverlayDesign, updatedAt }
}
