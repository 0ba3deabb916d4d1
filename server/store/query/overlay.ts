import { z } from 'zod'
import type { Table } from '../table.ts'
import { textOf, wholeOf } from './column.ts'

/** The form of a stored overlay. */
export const overlayRecord = z.object({
  name: z.string(),
  /** The appearance, in the terms of the page that shows it. */
  design: z.looseObject({
    /** The room that it shows. */
    room: z.string().optional(),
  }),
  /** The time of the last change, epoch milliseconds. */
  updatedAt: z.int(),
})

/** An overlay as it is stored. */
export type OverlayRecord = Readonly<z.output<typeof overlayRecord>>

/** The table of overlays, by name; the design is JSON in a column of text. */
export const overlayTable: Table<OverlayRecord> = {
  keyOf: ({ name }) => name,
  list: async (db) => {
    const rows = await db.query('select name, design, updated_at from overlays order by name')
    return rows.map((row) => ({
      name: textOf(row, 'name'),
      design: JSON.parse(textOf(row, 'design')) as OverlayRecord['design'], // `save` wrote it
      updatedAt: wholeOf(row, 'updated_at'),
    }))
  },
  save: async (tx, { name, design, updatedAt }) => {
    await tx.query(
      `insert into overlays (name, design, updated_at) values ($1, $2, $3)
       on conflict on constraint overlays_pk
       do update set design = excluded.design, updated_at = excluded.updated_at`,
      [name, JSON.stringify(design), updatedAt],
    )
  },
  remove: async (tx, name) => {
    await tx.query('delete from overlays where name = $1', [name])
  },
}
