import { expect, test } from 'vitest'
import { chunkOf, socketEncoding } from '../../../server/feed/stream-encoding.ts'
import { createFrameParser } from './frame.ts'

test.each([1, 2, 3, 7, 1000, 1_000_000])(
  'frames are complete, however the bytes are cut: %i at a time',
  (size) => {
    const lines = ['{}', 'x'.repeat(125), '弹幕'.repeat(40), 'y'.repeat(300), 'z'.repeat(70_000)]
    const ping = Buffer.from([0x89, 0])
    const entries = lines.map((line, i) => ({ seq: i, type: 'chat' as const, source: 'x', line }))
    const bytes = Buffer.concat([chunkOf(socketEncoding, entries, 'e'), ping])
    const texts: string[] = []
    let pings = 0
    const parse = createFrameParser({
      text: (chunk, from, to) => texts.push(chunk.toString('utf8', from, to)),
      ping: () => (pings += 1),
    })
    for (let at = 0; at < bytes.length; at += size) parse(bytes.subarray(at, at + size))
    expect(texts).toEqual(lines)
    expect(pings).toBe(1)
  },
)
