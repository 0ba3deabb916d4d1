import type { Logger } from '../lib/logger.ts'
import type { Db } from '../store/engine/db.ts'
import {
  listOverlays,
  type OverlayRecord,
  removeOverlay,
  saveOverlay,
} from '../store/query/overlay.ts'
import type { NamedOverlay, OverlayCopy, OverlayDesign, OverlayStore } from './overlays.ts'

/** What storage overlays takes. */
export interface OverlayStoreParts {
  /** Undefined where nothing is stored: then the file is all there is. */
  readonly database: Promise<Db | undefined>
  readonly copy: OverlayCopy
  readonly log: Pick<Logger, 'warn'>
}

/**
 * Named overlays in the database with a copy in a file, or in the file alone. What only the file has
 * when a database is there for the first time goes into that.
 */
export function createOverlayStore({ database, copy, log }: OverlayStoreParts): OverlayStore {
  let known: readonly NamedOverlay[] = []
  const keep = (overlays: readonly NamedOverlay[], isOnly: boolean): void => {
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
    keep(next, !db)
  }
  return {
    load: async () => {
      const copied = copy.read() ?? []
      const db = await database
      if (db) keep(await loadInto(db, copied), false)
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
  // Written by `recordOf`, from what the route had checked.
  return { name, design: JSON.parse(design) as OverlayDesign, updatedAt }
}
