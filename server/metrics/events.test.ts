import { expect, test } from 'vitest'
import type { FeedEvent, SourceEvent } from '../../proto/feed/index.ts'
import { createCount } from './events.ts'

const start = () => {
  const events: string[] = []
  const lags: number[] = []
  const gaps: [string, number][] = []
  const count = createCount({
    events: (platform, kind) => events.push(`${platform} ${kind}`),
    lag: (seconds) => lags.push(seconds),
    gap: (platform, seconds) => gaps.push([platform, seconds]),
  })
  return { count, events, lags, gaps }
}

const place = { v: 1, seq: 1, id: 'a', room: 'r', source: 'bilibili:1' } as const
const enter = (at: number, receivedAt: number, more: Partial<FeedEvent> = {}): FeedEvent =>
  ({ ...place, type: 'enter', at, receivedAt, ...more }) as FeedEvent
const source = (state: SourceEvent['state'], receivedAt: number, more = {}): FeedEvent => {
  return { ...place, type: 'source', state, at: receivedAt, receivedAt, ...more }
}

test('events are counted by the platform they came through, and their lag is measured', () => {
  const { count, events, lags } = start()
  count(enter(1000, 3500))
  count(enter(1000, 1000)) // the platform has no time of its own: no lag
  count(enter(2000, 1000)) // the clock of a platform may be ahead
  count(enter(1000, 2000, { source: 'douyin:2', via: 'feed:friend' }))
  expect(events).toEqual(['bilibili enter', 'bilibili enter', 'bilibili enter', 'feed enter'])
  expect(lags).toEqual([2.5, 0, 1])
})

test('a source that was connected and is not has a gap until it is connected again', () => {
  const { count, gaps } = start()
  count(source('connecting', 0)) // it was never connected
  count(source('open', 5000))
  count(source('stalled', 10_000))
  count(source('connecting', 12_000))
  count(source('failed', 14_000))
  count(source('open', 25_500))
  count(source('open', 30_000))
  expect(gaps).toEqual([['bilibili', 15.5]])
})

test('the end of a broadcast is no gap, nor is a source event of another relay', () => {
  const { count, gaps } = start()
  count(source('open', 0))
  count(source('ended', 1000))
  count(source('connecting', 2000))
  count(source('open', 9000))
  count(source('stalled', 10_000, { via: 'feed:friend' }))
  count(source('open', 20_000))
  expect(gaps).toEqual([])
})

test('a test event counts as an event, and nothing else', () => {
  const { count, events, lags, gaps } = start()
  count(source('open', 0))
  const made = { source: 'test:r', test: true }
  count(source('blocked', 1000, made))
  count(source('blocked', 1000, { test: true }))
  count(enter(1, 5000, { ...made }))
  count(source('open', 9000))
  expect(events.filter((one) => one.startsWith('test '))).toEqual(['test source', 'test enter'])
  expect([lags, gaps]).toEqual([[], []])
})
