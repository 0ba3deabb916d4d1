import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Effect, Fault, Reading } from '../platform.ts'
import { fixture, frameFolder, sha256, tools } from './frame.fake.ts'
import { read } from './read.ts'

const names = readdirSync(frameFolder)
  .filter((file) => file.endsWith('.bin'))
  .map((file) => file.replace(/\.bin$/, ''))

const golden = (name: string): string =>
  join(import.meta.dirname, 'fixture', 'golden', `${name}.json`)

const printableEffect = (effect: Effect): object =>
  effect.kind === 'reply' ? { ...effect, bytes: Buffer.from(effect.bytes).toString('hex') } : effect

/** Removes the details, because the messages of zlib differ between versions. */
const printableFault = ({ kind, method, detail }: Fault): object =>
  kind === 'corrupt' || kind === 'too-big' ? { kind, method } : { kind, method, detail }

const print = ({ drafts, raws, effects, faults }: Reading): string => {
  const printable = {
    drafts,
    raws,
    effects: effects.map(printableEffect),
    faults: faults.map(printableFault),
  }
  return `${JSON.stringify(printable, undefined, 2)}\n`
}

describe('every frame gives its golden file', () => {
  test.each(names.filter((name) => name.startsWith('synthetic')))('%s', async (name) => {
    await expect(print(read(fixture(name), tools))).toMatchFileSnapshot(golden(name))
  })

  test('S0-10 S1-27 seed001_pushframe, with its viewer as a hash', async () => {
    const reading = read(fixture('seed001_pushframe'), tools)
    const drafts = reading.drafts.map((draft) =>
      'user' in draft && draft.user
        ? {
            ...draft,
            user: {
              ...draft.user,
              id: `sha256:${sha256(draft.user.id ?? '')}`,
              name: `sha256:${sha256(draft.user.name ?? '')}`,
              avatar: `sha256:${sha256(draft.user.avatar ?? '')}`,
            },
          }
        : draft,
    )
    // The draft is a copy for printing: the type of an event has no field for a hash.
    const printed = print({ ...reading, drafts })
    await expect(printed).toMatchFileSnapshot(golden('seed001_pushframe'))
  })
})
