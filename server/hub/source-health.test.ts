import { expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { createSourceHealth } from './source-health.ts'

function eventOf(at: number, fields: object): FeedEvent {
  const envelope = { v: 1, seq: at, id: `e:${at}`, room: 'night', source: 'toy:1' }
  return { ...envelope, at, receivedAt: at, ...fields } as FeedEvent // The test sets the shape.
}

test('the state of a source starts when it changes to that state, whatever else changes', () => {
  const pulses = createSourceHealth()
  expect(pulses.of('toy:1')).toBeUndefined()
  pulses.accept(eventOf(10, { type: 'source', state: 'connecting' }))
  pulses.accept(eventOf(20, { type: 'source', state: 'open', limits: ['masked'] }))
  pulses.accept(eventOf(30, { type: 'source', state: 'open', limits: [] }))
  expect(pulses.of('toy:1')).toMatchObject({ since: 20, latest: { limits: [] } })
})

test('the last event of a source is the last one it sent, shown or not, except `source` events', () => {
  const pulses = createSourceHealth()
  pulses.accept(eventOf(10, { type: 'source', state: 'open' }))
  expect(pulses.of('toy:1')?.lastEventAt).toBeUndefined()
  pulses.accept(eventOf(20, { type: 'enter' }))
  pulses.accept(eventOf(30, { type: 'source', state: 'stalled' }))
  expect(pulses.of('toy:1')?.lastEventAt).toBe(20)
  pulses.beat('toy:1', 40)
  expect(pulses.of('toy:1')?.lastEventAt).toBe(40)
})

test('an event that another relay passes on counts for that relay, and never changes its state', () => {
  const pulses = createSourceHealth()
  pulses.accept(eventOf(10, { source: 'feed:friend', type: 'source', state: 'open' }))
  pulses.accept(eventOf(20, { type: 'source', state: 'failed', via: 'feed:friend' }))
  expect(pulses.of('feed:friend')).toMatchObject({ latest: { state: 'open' }, lastEventAt: 20 })
  expect(pulses.of('toy:1')).toBeUndefined()
})

test('an endless number of sources does not fill the memory, and known ones are still followed', () => {
  const pulses = createSourceHealth()
  for (let n = 0; n < 1000; n++)
    pulses.accept(eventOf(n, { source: `toy:${n}`, type: 'source', state: 'open' }))
  expect(pulses.of('toy:999')).toBeUndefined()
  pulses.accept(eventOf(5000, { source: 'toy:0', type: 'source', state: 'failed' }))
  expect(pulses.of('toy:0')?.since).toBe(5000)
})
