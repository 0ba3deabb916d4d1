import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Unreadable } from './text-line.ts'
import { linesAt } from './text-lines.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'danmu-lines-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const put = (bytes: Uint8Array | string): string => {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return path
}

async function read(...from: Parameters<typeof linesAt>): Promise<string[]> {
  const lines: string[] = []
  for await (const { number, text } of linesAt(...from)) lines.push(`${number} ${text}`)
  return lines
}

test('lines are counted from 1, empty ones too, which are skipped', async () => {
  expect(await read(put('a\n\r\n  \nb\r\nc'))).toEqual(['1 a', '4 b', '5 c'])
  expect(await read(put(''))).toEqual([])
})

test('a compressed file reads the same, recognized by its first bytes and not by its name', async () => {
  const text = 'a\nb 弹幕\n'
  expect(await read(put(gzipSync(text)))).toEqual(await read(put(text)))
  const twice = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]) // as a rotated log is joined
  expect(await read(put(twice))).toEqual(['1 a', '2 b'])
})

test('the lines are whole for any chunks of the file', async () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 300 })
    .map((text) => text.replace(/\s/g, ''))
  const property = fc.asyncProperty(
    fc.array(line, { maxLength: 2000, size: 'max' }),
    fc.boolean(),
    async (lines, packed) => {
      const text = lines.join('\n')
      const expected = lines.flatMap((one, index) => (one === '' ? [] : [`${index + 1} ${one}`]))
      expect(await read(put(packed ? gzipSync(text) : text))).toEqual(expected)
    },
  )
  await fc.assert(property, { numRuns: 20 })
})

test.each<[string, Uint8Array | string, RegExp]>([
  ['a line that is too long', `a\n${'x'.repeat(101)}\nb`, /^line 2: longer than 100 bytes$/],
  ['a line without end', `a\n${'x'.repeat(200_000)}`, /^line 2: longer than 100 bytes$/],
  ['what is not UTF-8', Buffer.from('a\nb\n\xff\xfe\n', 'latin1'), /^line 3: not UTF-8$/],
  [
    'gzip that breaks off',
    gzipSync('a\nb\n').subarray(0, -9),
    /^line \d: what follows is broken gzip$/,
  ],
  [
    'gzip with damage',
    Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9]),
    /^line 1: what follows is broken gzip$/,
  ],
  [
    'a bomb',
    gzipSync(Buffer.alloc(50_000_000, 'ab\n')),
    /^more than 1000000 bytes come out of it$/,
  ],
])('%s is refused by name', async (_name, bytes, words) => {
  const reading = read(put(bytes), { maxLineBytes: 100, maxBytes: 1_000_000 })
  await expect(reading).rejects.toThrow(Unreadable)
  await expect(read(put(bytes), { maxLineBytes: 100, maxBytes: 1_000_000 })).rejects.toThrow(words)
})

test('a consumer that stops in the middle leaves no file open', async () => {
  const path = put('a\nb\nc\n'.repeat(50_000))
  for (let i = 0; i < 50; i++) {
    for await (const { number } of linesAt(path)) if (number === 3) break
  }
  const still = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path
    } catch {
      return false // closed between the two calls
    }
  })
  expect(still).toEqual([])
})

test('a file that does not exist gives the error of the disk', async () => {
  await expect(read(join(folder, 'none'))).rejects.toThrow('ENOENT')
  await expect(read(folder)).rejects.toThrow('EISDIR')
})
