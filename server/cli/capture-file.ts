import { closeSync, createReadStream, openSync, readSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'

/** A file of the unchanged frames of one source, one JSON object a line. */
export interface CaptureWriter {
  readonly write: (line: CaptureLine) => void
  /** Idempotent. */
  readonly close: () => void
}

/** The first line of a capture: its source and start. */
export type CaptureHead = z.infer<typeof head>

/** A frame of a capture; `at` is its time, epoch milliseconds. */
export type CaptureLine = z.infer<typeof line>

const head = z.object({
  capture: z.literal(1),
  platform: z.string(),
  ref: z.string(),
  startedAt: z.number(),
})

const at = { at: z.number() }
const roomContext = z
  .object({ room: z.string().optional(), anchor: z.string().optional() })
  .transform(({ room, anchor }) => ({ ...(room && { room }), ...(anchor && { anchor }) }))
const line = z.union([
  z.object({ ...at, frame: z.base64() }),
  z.object({ ...at, roomContext }),
  z.object({ ...at, state: z.string(), reason: z.string().optional() }),
  z.object({ ...at, end: z.string(), frames: z.number() }),
])

const opening = '{"capture":1,'

/** Creates a file. @throws the error of the file system, for example if the file exists. */
export function createCapture(path: string, header: CaptureHead): CaptureWriter {
  const file = openSync(path, 'wx')
  let open = true
  const put = (value: object): void => void writeSync(file, `${JSON.stringify(value)}\n`)
  put(header)
  return {
    write: put,
    close: () => {
      if (open) closeSync(file)
      open = false
    },
  }
}

/** Returns true if a file is a capture, not a single frame. @throws the error of the file system. */
export function isCapture(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(opening.length)
    readSync(file, start, 0, start.length, 0)
    return start.toString() === opening
  } finally {
    closeSync(file)
  }
}

/** The content of a line of a capture; a string describes the error of a malformed line. */
export type Read = { readonly head: CaptureHead } | { readonly line: CaptureLine } | string

/** Reads a capture of any length line by line; a truncated line affects no other line. */
export async function* readCapture(path: string): AsyncGenerator<Read> {
  let number = 0
  for await (const text of createInterface({ input: createReadStream(path) })) {
    number += 1
    const read = number === 1 ? parse(head, text) : parse(line, text)
    if (!read) yield `line ${number} is no line of a capture`
    else yield 'capture' in read ? { head: read } : { line: read }
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // the caller reports the number of the line
  }
}
