import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enqueued, type Waiting, withoutLeast } from './queue.ts'

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

test('the oldest of the cheapest is missed least', () => {
  const left = withoutLeast(filled([0, 2, 0, 1])).map(({ since }) => since)
  expect(left).toEqual([1, 3, 2])
})
