import { type FileHandle, open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { codeOf } from './error-code.ts'
import { type TextLine, Unreadable } from './text-line.ts'

/** The limits for reading a file. */
export interface LineLimits {
  readonly maxLineBytes: number
  /** The maximal size of the whole file, unpacked. */
  readonly maxBytes: number
}

/** Lines of 64 KiB, and 1 GiB of them: days of a busy room. */
export const lineLimits: LineLimits = { maxLineBytes: 64 * 1024, maxBytes: 1024 ** 3 }

const newline = 0x0a
const gzipMagic = [0x1f, 0x8b]

/**
 * Yields the lines of a file, compressed by gzip or not; empty ones are skipped. Closes the file at
 * the end, or if the consumer stops.
 *
 * @throws Unreadable with the line; the errors of the disk.
 */
export async function* linesOf(
  file: FileHandle,
  { maxLineBytes, maxBytes }: LineLimits = lineLimits,
): AsyncGenerator<TextLine, void> {
  let number = 1
  let bytes = 0
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of await unpacked(file)) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new Unreadable(`more than ${maxBytes} bytes come out of it`)
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline)) {
        yield* lineOf(number++, rest.subarray(0, end), maxLineBytes)
        rest = rest.subarray(end + 1)
      }
      if (rest.length > maxLineBytes) yield* lineOf(number, rest, maxLineBytes)
    }
    yield* lineOf(number, rest, maxLineBytes)
  } catch (cause) {
    if (!codeOf(cause)?.startsWith('Z_')) throw cause
    throw new Unreadable(`line ${number}: what follows is broken gzip`, { cause })
  } finally {
    await file.close()
  }
}

/** Yields the lines of a file at a path, which is opened for the first line. */
export async function* linesAt(path: string, limits = lineLimits): AsyncGenerator<TextLine, void> {
  yield* linesOf(await open(path), limits)
}

/** Returns the bytes of the file, unpacked if they are compressed. */
async function unpacked(file: FileHandle): Promise<AsyncIterable<Buffer>> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
  const source = file.createReadStream({ start: 0, autoClose: false })
  if (bytesRead < 2 || gzipMagic.some((byte, index) => buffer[index] !== byte)) return source
  const gunzip = createGunzip()
  source.once('error', (error) => gunzip.destroy(error))
  gunzip.once('close', () => source.destroy())
  return source.pipe(gunzip)
}

function* lineOf(number: number, bytes: Buffer, maxBytes: number): Generator<TextLine, void> {
  if (bytes.length > maxBytes) {
    throw new Unreadable(`line ${number}: longer than ${maxBytes} bytes`)
  }
  const text = textOf(number, bytes).trim()
  if (text !== '') yield { number, text }
}

function textOf(number: number, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Unreadable(`line ${number}: not UTF-8`, { cause })
  }
}
