import { z } from 'zod'
import type { Logger } from '../lib/logger.ts'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { OverlayCopy } from './overlays.ts'

const layout = z.object({
  format: z.literal(1),
  overlays: z.array(
    z.object({
      name: z.string(),
      design: z.looseObject({ room: z.string().optional() }),
      updatedAt: z.int(),
    }),
  ),
})

/** Creates the file of named overlays: the only store if there is no database, else a copy. */
export function createOverlayCopy(file: AtomicFile, log: Pick<Logger, 'warn'>): OverlayCopy {
  return {
    read: () => {
      let text: string | undefined
      try {
        text = file.read()
        return text === undefined ? undefined : layout.parse(JSON.parse(text)).overlays
      } catch (error) {
        if (text !== undefined) file.setAside?.() // the next change would overwrite it
        log.warn({ error }, 'file of the named overlays not read')
        return undefined
      }
    },
    write: (overlays) => file.replace(`${JSON.stringify({ format: 1, overlays })}\n`),
  }
}
