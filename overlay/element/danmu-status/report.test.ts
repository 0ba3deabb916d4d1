import { describe, expect, test } from 'vitest'
import { type FeedState, initialState } from '../../client/reduce.ts'
import { wordsFor } from '../../locale/index.ts'
import { awayText } from '../../locale/connection.ts'
import { sourceText, statusWords } from '../../locale/status.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { everything, troubles } from './report.ts'

const words = wordsFor(statusWords, 'en')
const measured = {
  away: false,
  stuck: new Set<string>(),
  quietSeconds: 3,
  fps: 60,
  dropped: 2,
}
const open: FeedState = { ...initialState, status: { kind: 'open' }, room: 'demo:busy' }
const source = (over: Partial<ReturnType<typeof fakeEvent<'source'>>>): FeedState => ({
  ...open,
  sources: { 'demo:busy': { source: { ...fakeEvent('source', { state: 'open' }), ...over } } },
})
const texts = (remarks: readonly { readonly text: string }[]) => remarks.map(({ text }) => text)

describe('problems', () => {
  test('are none without a problem, or while one may resolve by itself', () => {
    expect(troubles(source({}), measured, 'en')).toEqual([])
    expect(troubles(initialState, measured, 'en')).toEqual([])
    expect(troubles(source({ state: 'ended' }), measured, 'en')).toEqual([])
  })

  test('contain a refusal at once and a lost connection after a while', () => {
    const refused: FeedState = {
      ...open,
      status: { kind: 'refused', code: 4404, reason: 'no room' },
    }
    const status = { kind: 'waiting', code: 1006, delayMs: 1, reason: '' } as const
    const lost: FeedState = { ...open, status }
    expect(texts(troubles(refused, measured, 'en'))).toEqual([awayText(refused.status, 'en')])
    expect(troubles(lost, measured, 'en')).toEqual([])
    expect(texts(troubles(lost, { ...measured, away: true }, 'en'))).toEqual([
      awayText(lost.status, 'en'),
    ])
  })

  test.each(['stalled', 'blocked', 'failed'] as const)('contain a source that is %s', (state) => {
    const facts = { state, reason: 'English of the server', reasonCode: 'risk-control' }
    expect(texts(troubles(source(facts), measured, 'zh-CN'))).toEqual([
      `demo:busy · ${sourceText(facts, 'zh-CN')}`,
    ])
  })

  test('B6 name a source that cannot connect for long, and the reason', () => {
    const facts = { state: 'connecting', reasonCode: 'timed-out', retryAt: 5 } as const
    expect(troubles(source(facts), measured, 'en')).toEqual([])
    const stuck = { ...measured, stuck: new Set(['demo:busy']) }
    expect(texts(troubles(source(facts), stuck, 'en'))).toEqual([
      `demo:busy · ${sourceText(facts, 'en')}`,
    ])
  })
})

test('the full report has the room, the limits in words, and the figures', () => {
  const state = { ...source({ limits: ['masked'] }), skipped: 5, missed: 1 }
  expect(texts(everything(state, measured, 'en'))).toEqual([
    'demo:busy · Connected',
    `demo:busy · ${words.states.open}`,
    words.limits.masked,
    'last event 3 s ago · 60 frames/s · dropped 7 · missed 1',
  ])
})
