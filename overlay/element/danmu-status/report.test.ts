import { describe, expect, test } from 'vitest'
import { type FeedState, initialState } from '../../client/reduce.ts'
import { elementWordsFor } from '../../locale/element/index.ts'
import { fakeEvent } from '../feed/event.fake.ts'
import { everything, troubles } from './report.ts'

const words = elementWordsFor('en')
const measured = { away: false, quietSeconds: 3, fps: 60, dropped: 2 }
const open: FeedState = { ...initialState, status: { kind: 'open' }, room: 'demo:busy' }
const source = (over: Partial<ReturnType<typeof fakeEvent<'source'>>>): FeedState => ({
  ...open,
  sources: { 'demo:busy': { source: { ...fakeEvent('source', { state: 'open' }), ...over } } },
})
const texts = (remarks: readonly { readonly text: string }[]) => remarks.map(({ text }) => text)

describe('troubles', () => {
  test('are none while all is well, or may still become well', () => {
    expect(troubles(source({}), measured, words)).toEqual([])
    expect(troubles(initialState, measured, words)).toEqual([])
    expect(troubles(source({ state: 'ended' }), measured, words)).toEqual([])
  })

  test('tell of a refusal at once and of a lost connection when it stays away', () => {
    const refused: FeedState = {
      ...open,
      status: { kind: 'refused', code: 4004, reason: 'no room' },
    }
    const lost: FeedState = { ...open, status: { kind: 'waiting', delayMs: 1, reason: '' } }
    expect(texts(troubles(refused, measured, words))[0]).toContain('no room')
    expect(troubles(lost, measured, words)).toEqual([])
    expect(troubles(lost, { ...measured, away: true }, words)).toHaveLength(1)
  })

  test.each(['stalled', 'blocked', 'failed'] as const)('tell of a source that is %s', (state) => {
    const [text] = texts(troubles(source({ state, reason: 'why' }), measured, words))
    expect(text).toBe(`demo:busy · ${words.source[state]} · why`)
  })
})

test('everything tells the room, the limits in words, and the figures', () => {
  const state = { ...source({ limits: ['masked'] }), skipped: 5, missed: 1 }
  expect(texts(everything(state, measured, words))).toEqual([
    'demo:busy · Connected',
    'demo:busy · hears the live room',
    words.limits.masked,
    'last event 3 s ago · 60 frames/s · dropped 7 · missed 1',
  ])
})
