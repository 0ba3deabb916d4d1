import { z } from 'zod'
import type { Logger } from '../logger.ts'
import type { AtomicFile } from './atomic-file.ts'

/** A small file of JSON with a known form. */
export interface JsonFile<T> {
  /**
   * Returns the content; undefined if there is no file, or none of this form. Such a file is set aside,
   * because the next write would overwrite it.
   */
  readonly read: () => T | undefined
  /** Replaces the content. @throws the errors of the disk; nothing changes then. */
  readonly write: (content: T) => void
  /** Sets the file aside, so that the next write does not overwrite it. */
  readonly setAside: () => void
}

/** Options of {@link jsonFile}. */
export interface JsonFileOptions<T extends object> {
  /** The name of the file in the log. */
  readonly name: string
  readonly schema: z.ZodType<T>
  /** The version of the form, which the file names as its `format`; 1 if absent. */
  readonly version?: number
  readonly log: Pick<Logger, 'warn'>
}

/** Returns the JSON file over a text file. */
export function jsonFile<T extends object>(
  file: AtomicFile,
  { name, schema, version = 1, log }: JsonFileOptions<T>,
): JsonFile<T> {
  const versioned = z.looseObject({ format: z.literal(version) })
  const setAside = (): void => file.setAside?.()
  return {
    read: () => {
      try {
        const text = file.read()
        return text === undefined ? undefined : schema.parse(versioned.parse(JSON.parse(text)))
      } catch (error) {
        log.warn({ error, file: name }, 'file not read, it is set aside')
        setAside()
        return undefined
      }
    },
    write: (content) => file.replace(`${JSON.stringify({ format: version, ...content })}\n`),
    setAside,
  }
}
