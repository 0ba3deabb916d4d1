import { expect, test } from 'vitest'
import { fakeEvent } from '../base/event.fake.ts'
import {
  came,
  emptyGreetingQueue,
  type GreetingQueue,
  turned,
  turnsAt,
  withdrawn,
} from './greeting-queue.ts'

const guest = (name: string, guard?: 1 | 2 | 3) =>
  fakeEvent('enter', { user: { id: `u:${name}`, name, ...(guard ? { guard } : {}) } })
const all = (names: readonly string[], now = 0): GreetingQueue =>
  names.reduce((hall, name) => came(hall, guest(name), now), emptyGreetingQueue)

test('a single viewer is greeted at once and for four seconds', () => {
  const hall = all(['甲'])
  expect(hall.current?.event.user?.name).toBe('甲')
  expect(turnsAt(hall)).toBe(4_000)
  expect(turned(hall, 4_000)).toEqual(emptyGreetingQueue)
})

test('a crowd is greeted together, by the name of the last', () => {
  const hall = turned(all(['甲', '乙', '丙', '丁']), 1_000)
  expect(hall.current).toMatchObject({ event: { user: { name: '丁' } }, others: 2 })
  expect(hall.waiting).toEqual([])
})

test('guards are greeted before the crowd, each with a separate greeting', () => {
  let hall = all(['甲', '乙'])
  hall = came(came(hall, guest('舰长', 3), 10), guest('提督', 2), 20)
  const order: (string | undefined)[] = []
  for (let now = 1_000; hall.current; now = turnsAt(hall) ?? 0) {
    order.push(hall.current.event.user?.name)
    hall = turned(hall, Math.max(now, turnsAt(hall) ?? 0))
  }
  expect(order).toEqual(['甲', '舰长', '提督', '乙'])
})

test('the queue is bounded in a flood', () => {
  const crew = Array.from({ length: 100 }, (_, index) => guest(`舰长${index}`, 3))
  const hall = crew.reduce((greeting, one) => came(greeting, one, 0), emptyGreetingQueue)
  expect(hall.waiting.length).toBeLessThanOrEqual(12)
})

test('a withdrawn user is not greeted any more', () => {
  const hall = withdrawn(all(['甲', '乙']), { user: 'u:甲' }, 10)
  expect(hall.current?.event.user?.name).toBe('乙')
})
