import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enqueue, paidCapacity, queueCapacity, type WaitingLine } from './queue.ts'

const waiting = (priority: number, since: number): WaitingLine => ({
  line: { id: `${since}`, kind: 'plain', text: 'x' },
  widthPx: 1,
  since,
  priority,
})

function filled(priorities: readonly number[]): WaitingLine[] {
  const queue: WaitingLine[] = []
  for (const [since, priority] of priorities.entries()) enqueue(queue, waiting(priority, since))
  return queue
}

test('the dearest line is first, and the oldest among equals', () => {
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

test('a full queue drops the oldest plain line', () => {
  const queue = filled([0, 2, ...Array.from({ length: queueCapacity - 1 }, () => 0)])
  expect(enqueue(queue, waiting(0, 999))?.since).toBe(0)
  expect(queue).toHaveLength(queueCapacity + 1)
})

test('paid lines take no room from plain ones, and have a bound of their own', () => {
  const paid = filled(Array.from({ length: paidCapacity }, () => 1))
  expect(paid).toHaveLength(paidCapacity)
  expect(enqueue(paid, waiting(2, 9_999))?.since).toBe(0)
  expect(paid).toHaveLength(paidCapacity)
})
