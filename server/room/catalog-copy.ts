import { z } from 'zod'
import type { Logger } from '../lib/logger.ts'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { CatalogCopy } from './catalog.ts'
import { omittable } from '../../proto/api/omit.ts'

// A copy of another layout is ignored: the database has all of it.
const layout = z.object({
  format: z.literal(1),
  database: z.string().optional(),
  rooms: z.array(
    z.object({
      slug: z.string(),
      title: z.string().optional(),
      visibility: z.enum(['public', 'unlisted', 'private']),
      enabled: z.boolean(),
      sources: z.array(z.object({ platform: z.string(), ref: z.string() })),
      omit: z.array(z.enum(omittable)).default([]),
      schedule: z.object({ opens: z.string(), closes: z.string(), zone: z.string() }).optional(),
      override: z.object({ state: z.enum(['open', 'closed']), at: z.number() }).optional(),
    }),
  ),
})

/**
 * Creates a copy of the configured rooms in a file, so that they open at once after a restart,
 * while the database is not connected yet.
 */
export function createCatalogCopy(file: AtomicFile, log: Pick<Logger, 'warn'>): CatalogCopy {
  return {
    read: () => {
      let text: string | undefined
      try {
        text = file.read()
        return text === undefined ? undefined : layout.parse(JSON.parse(text))
      } catch (error) {
        if (text !== undefined) file.setAside?.() // the next change would overwrite it
        log.warn({ error }, 'copy of the configured rooms not read')
        return undefined
      }
    },
    write: (kept, isOnly) => {
      try {
        file.replace(`${JSON.stringify({ format: 1, ...kept })}\n`)
      } catch (error) {
        if (isOnly) throw error
        log.warn({ error }, 'configured rooms not copied')
      }
    },
  }
}
