import { join } from 'node:path'
import { readIfThere, atomicFile } from '../../lib/file/atomic-file.ts'

/**
 * What a journal says of itself beside its lines. While the file is there, its epoch may be
 * continued; a journal that failed removes it, which needs no space on the disk.
 */
export interface State {
  /** The room of the journal, which the name of the folder does not always tell. */
  readonly room?: string
  readonly epoch: string
  /** The run of the machine in which it was opened, see {@link HostProcesses.boot}. */
  readonly boot: string
  /** Where it was closed; absent while it is open. */
  readonly closedAt?: number
}

// The layout of the records. One that a later version wrote is left alone: read as this one it
// would look damaged.
const format = 1

/** Where the state of a journal is kept. */
export function statePath(folder: string): string {
  return join(folder, 'state.json')
}

/**
 * The state of a journal; undefined if there is none, or it makes no sense.
 *
 * @throws if another version of this program wrote it.
 */
export function readState(folder: string): State | undefined {
  const text = readIfThere(statePath(folder))
  return text === undefined ? undefined : parseState(parseJson(text))
}

/** Replaces the state in one step: at any moment the old or the new one is there, in full. */
export function writeState(folder: string, state: State): void {
  atomicFile(statePath(folder)).replace(`${JSON.stringify({ format, ...state })}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // torn by a power loss
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
