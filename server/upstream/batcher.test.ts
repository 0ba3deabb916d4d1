import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import type { BatchCall } from '../platform/connector.ts'
import { createBatcher } from './batcher.ts'

const nothing: ReadonlySet<string> = new Set()

function stage(send: BatchCall['send'] = () => Promise.resolve(nothing)) {
  const clock = createFakeClock(0)
  const joinBatch = createBatcher(clock)
  const sent: (readonly string[])[] = []
  const join = (item: string, key = 'k', most = 3): Promise<boolean> =>
    joinBatch({
      key,
      item,
      most,
      withinMs: 1000,
      send: (items) => {
        sent.push([...items])
        return send(items)
      },
    })
  return { clock, sent, join }
}

test('a call that comes while another waits joins its batch', async () => {
  const { clock, sent, join } = stage()
  const first = join('a')
  clock.advance(999)
  const second = join('b')
  const other = join('x', 'other')
  clock.advance(1)
  expect(await Promise.all([first, second])).toEqual([true, true])
  expect(sent).toEqual([['a', 'b']])
  clock.advance(1000)
  expect(await other).toBe(true)
  expect(sent).toEqual([['a', 'b'], ['x']])
})

test('a full batch goes at once, and the next call begins another', async () => {
  const { clock, sent, join } = stage()
  await Promise.all(['a', 'b', 'c'].map((item) => join(item)))
  const late = join('d')
  clock.advance(1000)
  await late
  expect(sent).toEqual([['a', 'b', 'c'], ['d']])
})

test('each call gets its own result', async () => {
  const { clock, join } = stage(() => Promise.resolve(new Set(['b'])))
  const both = [join('a'), join('b')]
  clock.advance(1000)
  expect(await Promise.all(both)).toEqual([true, false])
})

test('a batch that fails fails for all its calls', async () => {
  const { clock, join } = stage(() => Promise.reject(new Error('no answer')))
  const both = Promise.allSettled([join('a'), join('b')])
  clock.advance(1000)
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
