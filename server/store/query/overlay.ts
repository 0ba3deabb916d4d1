import { textOf, wholeOf } from './column.ts'
import type { Statements } from '../engine/db.ts'

/** An overlay as it is stored. */
export interface OverlayRecord {
  readonly name: string
  /** The design as JSON. */
  readonly design: string
  /** Epoch milliseconds. */
  readonly updatedAt: number
}

/** Returns every overlay, ordered by name. */
export async function listOverlays(db: Statements): Promise<readonly OverlayRecord[]> {
  const rows = await db.query('select name, design, updated_at from overlays order by name')
  return rows.map((row) => ({
    name: textOf(row, 'name'),
    design: textOf(row, 'design'),
    updatedAt: wholeOf(row, 'updated_at'),
  }))
}

/** Creates or replaces an overlay. */
export async function saveOverlay(db: Statements, overlay: OverlayRecord): Promise<void> {
  const { name, design, updatedAt } = overlay
  await db.query(
    `insert into overlays (name, design, updated_at) values ($1, $2, $3)
     on conflict on constraint overlays_pk
     do update set design = excluded.design, updated_at = excluded.updated_at`,
    [name, design, updatedAt],
  )
}

/** Deletes an overlay; does nothing if there is none. */
export async function removeOverlay(db: Statements, name: string): Promise<void> {
  await db.query('delete from overlays where name = $1', [name])
}
