import { join } from 'node:path'
import { readIfThere, atomicFile } from '../../lib/file/atomic-file.ts'

/**
 * The state of a journal beside its lines. While the file is there, its epoch may be continued; a
 * journal that failed removes it, which needs no space on the disk.
 */
export interface State {
  /** The room of the journal, which the folder name does not always contain. */
  readonly room?: string
  readonly epoch: string
  /** The run of the machine in which it was opened, see `boot` in host-process.ts. */
  readonly boot: string
  /** The position of the close; absent while it is open. */
  readonly closedAt?: number
}

// The layout of the records. A journal of a later version is left alone: in this layout it would
// look damaged.
const format = 1

/** Returns the path of the state of a journal. */
export function statePath(folder: string): string {
  return join(folder, 'state.json')
}

/**
 * Reads the state of a journal; undefined if there is none, or it is not valid.
 *
 * @throws if another version of this program wrote it.
 */
export function readState(folder: string): State | undefined {
  const text = readIfThere(statePath(folder))
  return text === undefined ? undefined : parseState(parseJson(text))
}

/**
 * Replaces the state in one step: at any moment either the old or the new one is complete on disk.
 */
export function writeState(folder: string, state: State): void {
  atomicFile(statePath(folder)).replace(`${JSON.stringify({ format, ...state })}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // torn by a loss of power
  }
}

function parseState(value: unknown): State | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Readonly<Record<string, unknown>> // any object from JSON is one
  const { room, epoch, boot, closedAt } = fields as Partial<Record<keyof State, unknown>>
  const found = fields['format']
  if (typeof found === 'number' && found !== format) {
    throw new Error(`the journal has format ${found}, which this version cannot read`)
  }
  if (typeof epoch !== 'string' || typeof boot !== 'string') return undefined
  return {
    ...(typeof room === 'string' ? { room } : {}),
    epoch,
    boot,
    ...(typeof closedAt === 'number' ? { closedAt } : {}),
  }
}
