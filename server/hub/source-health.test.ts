import { expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { createSourceHealth } from './source-health.ts'

function eventOf(at: number, fields: object): FeedEvent {
  const envelope = { v: 1, seq: at, id: `e:${at}`, room: 'night', source: 'toy:1' }
  return { ...envelope, at, receivedAt: at, ...fields } as FeedEvent // The test sets the shape.
}

test('the state of a source starts when it changes to that state, whatever else changes', () => {
  const sourceHealth = createSourceHealth()
  expect(sourceHealth.of('toy:1')).toBeUndefined()
  sourceHealth.accept(eventOf(10, { type: 'source', state: 'connecting' }))
  sourceHealth.accept(eventOf(20, { type: 'source', state: 'open', limits: ['masked'] }))
  sourceHealth.accept(eventOf(30, { type: 'source', state: 'open', limits: [] }))
  expect(sourceHealth.of('toy:1')).toMatchObject({ since: 20, latest: { limits: [] } })
})

test('the last event of a source is the last one it sent, shown or not, except `source` events', () => {
  const sourceHealth = createSourceHealth()
  sourceHealth.accept(eventOf(10, { type: 'source', state: 'open' }))
  expect(sourceHealth.of('toy:1')?.lastEventAt).toBeUndefined()
  sourceHealth.accept(eventOf(20, { type: 'enter' }))
  sourceHealth.accept(eventOf(30, { type: 'source', state: 'stalled' }))
  expect(sourceHealth.of('toy:1')?.lastEventAt).toBe(20)
  sourceHealth.beat('toy:1', 40)
  expect(sourceHealth.of('toy:1')?.lastEventAt).toBe(40)
})

test('an event that another relay passes on counts for that relay, and never changes its state', () => {
  const sourceHealth = createSourceHealth()
  sourceHealth.accept(eventOf(10, { source: 'feed:friend', type: 'source', state: 'open' }))
  sourceHealth.accept(eventOf(20, { type: 'source', state: 'failed', via: 'feed:friend' }))
  expect(sourceHealth.of('feed:friend')).toMatchObject({
    latest: { state: 'open' },
    lastEventAt: 20,
  })
  expect(sourceHealth.of('toy:1')).toBeUndefined()
})

test('an endless number of sources does not fill the memory, and known ones are still followed', () => {
  const sourceHealth = createSourceHealth()
  for (let n = 0; n < 1000; n++)
    sourceHealth.accept(eventOf(n, { source: `toy:${n}`, type: 'source', state: 'open' }))
  expect(sourceHealth.of('toy:999')).toBeUndefined()
  sourceHealth.accept(eventOf(5000, { source: 'toy:0', type: 'source', state: 'failed' }))
  expect(sourceHealth.of('toy:0')?.since).toBe(5000)
})
