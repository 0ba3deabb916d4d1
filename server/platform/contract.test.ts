import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
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

/** The files of a platform's folder, by the names that all of them use, and what each exports. */
const skeleton: Readonly<Record<string, string | undefined>> = {
  index: undefined, // the platform, by its own name
  read: 'read',
  normalizers: 'normalizers',
  ignored: 'ignored',
  message: undefined, // the parsed forms of its messages
  user: undefined,
  id: 'platformName',
  address: 'site',
  access: undefined, // one constant for each kind of access
  settings: 'settings',
  credential: undefined,
  'connect/connector': 'connector',
  'connect/site': 'ask',
  'connect/profile': 'profileSchema',
  'connect/room': undefined,
  'connect/recent': 'fetchLastLines',
  'connect/url': undefined,
}

/** The names that only one platform has, by the reason for which no other has such a file. */
const ownFiles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  bilibili: {
    'the login in the first packet of a socket': ['authentication'],
    'forms in which its messages repeat data of users': ['fan', 'uinfo', 'protobuf'],
    'a token is bound to a device': ['connect/token', 'connect/visitor'],
  },
  'bilibili-open': {
    'a room is opened as a session of an app, with error codes': [
      'connect/game',
      'connect/site-error',
    ],
  },
  douyin: {
    'a framing of its own; the two of Bilibili share bilibili-packet': [
      'answer',
      'envelope',
      'frame',
      'limit',
    ],
    'its messages are protobuf, with texts in parts': [
      'field',
      'gift-item',
      'rank',
      'text',
      'words',
    ],
    'versions and kinds of a method, as its names show them': ['sibling'],
    'rooms are found in the page of the site': [
      'connect/account',
      'connect/cookie',
      'connect/json',
      'connect/long-id',
      'connect/nested',
      'connect/page',
      'connect/page-visit',
      'connect/reflow',
      'connect/template',
      'connect/ticket',
      'connect/web-enter',
    ],
  },
  feed: { 'events of another relay are checked, not normalised': ['check-event'] },
  demo: {
    'it generates its events': [
      'busy',
      'cast',
      'cue',
      'giver',
      'recorded/chat',
      'recorded/gift',
      'recorded/name',
      'tally',
    ],
  },
  replay: { 'it plays files': ['check', 'scenario', 'template'] },
}

/** Returns the modules in the folder of a platform, without tests and fixtures. */
function modulesOf(name: string): string[] {
  return readdirSync(join(import.meta.dirname, name), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => path.endsWith('.ts') && !/\.(?:test|fake)\.ts$/.test(path))
    .map((path) => path.replace(/\.ts$/, ''))
}

describe.each([...platforms.keys()])('the folder of %s', (name) => {
  const modules = modulesOf(name)
  const own = Object.values(ownFiles[name] ?? {}).flat()

  test('has the names of all folders, and those of its own that are listed with a reason', () => {
    const others = modules.filter((path) => !(path in skeleton) && !path.startsWith('normalize/'))
    expect(others.toSorted()).toEqual(own.toSorted())
    expect(modules).toContain('index')
  })

  test('exports the same things under the same names', () => {
    const without = modules.filter((path) => {
      const wanted = skeleton[path]
      if (wanted === undefined) return false
      const text = readFileSync(join(import.meta.dirname, name, `${path}.ts`), 'utf8')
      return !new RegExp(`^export (?:const|(?:async )?function) ${wanted}\\b`, 'm').test(text)
    })
    expect(without).toEqual([])
  })
})

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
