import { z } from 'zod'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { Logger } from '../lib/logger.ts'

/** A list of records in a file, for a server without a database. */
export interface RecordFile<T> {
  /** Returns every record; an empty list if the file cannot be read; a damaged file is set aside. */
  readonly list: () => readonly T[]
  /** Replaces the list, in the file first. @throws the errors of the disk; nothing changes then. */
  readonly change: (next: (records: readonly T[]) => readonly T[]) => void
}

/** Parts of a {@link RecordFile}. */
export interface RecordFileParts<T> {
  readonly file: AtomicFile
  /** The name of the list in the file. */
  readonly name: string
  readonly record: z.ZodType<T>
  readonly log: Pick<Logger, 'warn'>
}

/** Returns the records of a file, which is read once: no other process writes it. */
export function createRecordFile<T>({
  file,
  name,
  record,
  log,
}: RecordFileParts<T>): RecordFile<T> {
  const layout = z.object({ format: z.literal(1), [name]: z.array(record) })
  const read = (): readonly T[] => {
    let text: string | undefined
    try {
      text = file.read()
      if (text === undefined) return []
      return z.array(record).parse(layout.parse(JSON.parse(text))[name])
    } catch (error) {
      const isDamaged = text !== undefined
      if (isDamaged) file.setAside?.() // the next change would overwrite it
      log.warn({ error, file: `${name}.json`, isDamaged }, 'file not read: its records are unknown')
      return []
    }
  }
  let known: readonly T[] | undefined
  const list = (): readonly T[] => (known ??= read())
  return {
    list,
    change: (next) => {
      const records = next(list())
      file.replace(`${JSON.stringify({ format: 1, [name]: records })}\n`)
      known = records
    },
  }
}
