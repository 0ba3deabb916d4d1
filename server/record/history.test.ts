import { expect, test } from 'vitest'
import { LogFailed } from '../log/log.ts'
import { createHistory, type EpochLines } from './history.ts'

const upTo = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `line ${from + index}`)

function file(epoch: string, oldest: number, head: number): EpochLines {
  const read: EpochLines['read'] = async (from, limit) =>
    upTo(from, Math.min(head, from + limit - 1))
  return { epoch, oldest, head, read }
}

/** Creates a database that holds the first lines of an epoch. */
function stored(epoch: string, head: number, asked: string[] = []) {
  return async (position: { epoch: string; seq: number }, limit: number) => {
    asked.push(`${position.epoch}:${position.seq}`)
    if (position.epoch !== epoch) return []
    const to = Math.min(head, position.seq + limit)
    return upTo(position.seq + 1, to).map((line, index) => ({
      seq: position.seq + 1 + index,
      line,
    }))
  }
}

test('lines come from the files while they have them, and else from the database', async () => {
  const asked: string[] = []
  const history = createHistory(() => [file('e1', 6, 9)], stored('e1', 7, asked))
  expect(await history.after({ epoch: 'e1', seq: 5 }, 3)).toEqual(upTo(6, 8))
  expect(asked).toEqual([])
  expect(await history.after({ epoch: 'e1', seq: 2 }, 3)).toEqual(upTo(3, 5))
  expect(asked).toEqual(['e1:2'])
})

test.each<[string, EpochLines['read']]>([
  ['was deleted once it was stored', async () => []],
  [
    'cannot be read',
    async () => {
      throw new LogFailed('broken', 'EIO')
    },
  ],
])('M5 the rest of an ended epoch whose file %s is read from the database', async (_, read) => {
  const remains = { ...file('e1', 1, 9), read }
  const history = createHistory(() => [file('e2', 1, 3), remains], stored('e1', 9))
  expect(await history.after({ epoch: 'e1', seq: 3 }, 100)).toEqual(upTo(4, 9))
})

test('lines behind a hole in the database are not returned', async () => {
  const history = createHistory(
    () => [],
    async () => [
      { seq: 4, line: 'line 4' },
      { seq: 6, line: 'line 6' },
    ],
  )
  expect(await history.after({ epoch: 'e1', seq: 3 }, 100)).toEqual(['line 4'])
  expect(await history.after({ epoch: 'e1', seq: 2 }, 100)).toEqual([])
})
