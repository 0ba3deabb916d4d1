import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { createCombos } from '../pipeline/combo.ts'
import type { PlatformDraft } from './platform.ts'
import { platforms } from './registry.ts'

const contract = join(import.meta.dirname, '../../proto/feed/fixtures')
const wires = [...platforms.values()].filter(({ kind }) => kind === 'wire')
const parse = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** The drafts of captured messages, as the golden files of their platforms contain them. */
const drafts = wires.flatMap(({ name }) => {
  const folder = join(import.meta.dirname, name, 'fixture/golden')
  return readdirSync(folder).flatMap((file) => {
    const reading = parse(join(folder, file)) as { drafts: PlatformDraft[] }
    return reading.drafts.map((draft) =>
      draft.type === 'gift' ? { ...createCombos().accept(draft, 0)[0] } : draft,
    )
  })
})

const fromWire = readdirSync(contract)
  .map((file) => [file, parse(join(contract, file)) as FeedEvent] as const)
  .filter(([, event]) => 'seq' in event && event.source?.startsWith('bilibili'))

describe('the golden event of the feed', () => {
  test.each(fromWire)('%s is the draft of a captured message', (_file, event) => {
    const { v, seq, room, source, receivedAt, ...rest } = event
    expect({ v, room }).toEqual({ v: 1, room: 'movie-night' })
    expect([seq, source, receivedAt]).not.toContain(undefined)
    // The room adds an id or time if the platform gave none; coverage is measured by the relay.
    const { id, at, coverage, ...facts } = { coverage: undefined, ...rest }
    expect(coverage !== undefined).toBe(event.type === 'stats')
    expect(drafts).toContainEqual(
      expect.objectContaining({ ...facts, ...(id.startsWith('bilibili') ? { id } : {}) }),
    )
    expect(at).toBeGreaterThan(0)
  })

  test('covers most types in this way', () => {
    expect(fromWire.length).toBeGreaterThanOrEqual(15)
  })
})
