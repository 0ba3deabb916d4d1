/** The callbacks for text frames in a stream of bytes. */
export interface FrameHandler {
  /** Called with a text from `from` to `to`; the bytes are reused after the call. */
  readonly text: (bytes: Buffer, from: number, to: number) => void
  readonly ping: () => void
}

const opcodeMask = 0x0f
const textOpcode = 1
const pingOpcode = 9
const nothing = Buffer.alloc(0)

/**
 * Makes a parser of unmasked frames (RFC 6455 §5.2) that copies only frames cut by a chunk border.
 */
export function createFrameParser({ text, ping }: FrameHandler): (chunk: Buffer) => void {
  let rest = nothing
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    for (;;) {
      const from = payloadAt(bytes, at)
      const to = from + lengthAt(bytes, at)
      if (from > bytes.length || to > bytes.length) break
      const opcode = (bytes[at] ?? 0) & opcodeMask
      if (opcode === textOpcode) text(bytes, from, to)
      else if (opcode === pingOpcode) ping()
      at = to
    }
    rest = at === bytes.length ? nothing : Buffer.from(bytes.subarray(at))
  }
}

function payloadAt(bytes: Buffer, at: number): number {
  const short = bytes[at + 1]
  if (short === undefined) return Number.POSITIVE_INFINITY
  return at + (short < 126 ? 2 : short === 126 ? 4 : 10)
}

function lengthAt(bytes: Buffer, at: number): number {
  const short = bytes[at + 1] ?? 0
  if (short < 126) return short
  if (short === 126) return at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0
  return at + 10 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 2)) : 0
}
