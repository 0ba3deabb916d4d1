import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inflateNode } from '../lib/bytes/inflate-node.ts'
import { inflateWeb } from '../lib/bytes/inflate-web.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import type { GeneratedPlatform, ReadContext, Reading, WirePlatform } from './platform.ts'
import { platforms } from './registry.ts'

const tools: ReadContext = { inflate: inflateNode, utf8, mask: (key) => `mask(${key})` }
const all = [...platforms.values()]
const wires = all.filter((platform): platform is WirePlatform => platform.kind === 'wire')
const generated = all.filter((one): one is GeneratedPlatform => one.kind === 'generated')

/** Returns the captured frames of a platform; if it shares a codec, those of the other one. */
function framesOf(name: string): Uint8Array[] {
  const folder = ['frame', 'message'].map((kind) =>
    join(import.meta.dirname, name, 'fixture', kind),
  )
  return folder.flatMap((path) => {
    try {
      const names = readdirSync(path).filter((file) => file.endsWith('.bin'))
      return names.map((file) => new Uint8Array(readFileSync(join(path, file))))
    } catch {
      return [] // this platform has no frames of that kind
    }
  })
}

const isSound = (reading: Reading): boolean =>
  [reading.drafts, reading.raws, reading.effects, reading.faults].every(Array.isArray)

describe.each(wires.map((platform) => [platform.name, platform] as const))(
  '%s',
  (name, platform) => {
    const frames = framesOf(name)

    test('gives only a fault for an empty frame', () => {
      const reading = platform.read(new Uint8Array(), tools)
      expect(reading.drafts).toEqual([])
      expect(isSound(reading)).toBe(true)
    })

    test('survives random bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
          expect(isSound(platform.read(bytes, tools))).toBe(true)
        }),
      )
    })

    test('survives every frame with random damage', () => {
      const frame = fc.constantFrom(...(frames.length > 0 ? frames : [new Uint8Array(16)]))
      const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
      fc.assert(
        fc.property(frame, damage, (bytes, changes) => {
          const copy = bytes.slice(0, 20_000)
          for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value
          expect(isSound(platform.read(copy, tools))).toBe(true)
        }),
        { numRuns: 300 },
      )
    })

    test('reads a frame the same way twice, and does not change its bytes', () => {
      for (const frame of frames) {
        const before = frame.slice()
        const first = platform.read(frame, tools)
        expect(platform.read(frame, tools)).toEqual(first)
        expect(frame).toEqual(before)
      }
    })

    test('gives no event that only Node could have read', () => {
      for (const frame of frames) {
        const web = platform.read(frame, { ...tools, inflate: inflateWeb })
        if (web.faults.some(({ kind }) => kind === 'unsupported')) continue
        expect(web.drafts).toEqual(platform.read(frame, tools).drafts)
      }
    })

    test('writes ids as strings that begin with its name', () => {
      const ids = frames
        .flatMap((frame) => platform.read(frame, tools).drafts)
        .flatMap(({ id, user }) => [id ?? [], user?.id ?? []].flat())
      expect(ids.filter((id) => !id.startsWith(`${name}:`))).toEqual([])
    })
  },
)

describe.each(generated.map((platform) => [platform.name, platform] as const))(
  '%s',
  (_name, platform) => {
    test('names the valid refs in the refusal of another one', () => {
      expect(() => platform.timeline('no-such-thing', 1)).toThrow(RangeError)
    })
  },
)
