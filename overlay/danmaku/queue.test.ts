import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bounded, enqueued, paidCapacity, queueCapacity, type Waiting } from './queue.ts'

const waiting = (priority: number, since: number): Waiting => ({
  line: { id: `${since}`, tone: 'plain', text: 'x' },
  widthPx: 1,
  since,
  priority,
})

function filled(priorities: readonly number[]): readonly Waiting[] {
  return priorities.reduce<readonly Waiting[]>(
    (queue, priority, since) => enqueued(queue, waiting(priority, since)),
    [],
  )
}

test('the dearest goes first, and among equals the oldest', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3)), (priorities) => {
      const queue = filled(priorities)
      expect(queue).toHaveLength(priorities.length)
      for (const [index, later] of queue.slice(1).entries()) {
        const earlier = queue[index]!
        const inOrder =
          earlier.priority > later.priority ||
          (earlier.priority === later.priority && earlier.since < later.since)
        expect(inOrder).toBe(true)
      }
    }),
  )
})

test('the oldest plain line is missed least', () => {
  const priorities = [0, 2, ...Array.from({ length: queueCapacity }, () => 0)]
  const left = bounded(filled(priorities)).map(({ since }) => since)
  expect(left).toHaveLength(queueCapacity + 1)
  expect(left.slice(0, 2)).toEqual([1, 2])
})

test('paid lines take no room from plain ones, and have a bound of their own', () => {
  const paid = filled(Array.from({ length: paidCapacity }, () => 1))
  expect(bounded(paid)).toHaveLength(paidCapacity)
  expect(bounded(enqueued(paid, waiting(1, 9_999)))).toHaveLength(paidCapacity)
})
