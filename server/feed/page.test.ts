import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPosition, type Position } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import { createFakeRoom, type FakeRoom } from '../hub/room.fake.ts'
import { type Page, pageOf } from './page.ts'

const source = 'demo:test'

/** Returns a history that holds the given epochs, each from 1 to a last position. */
function historyOf(epochs: Readonly<Record<string, number>>): History {
  return {
    after: ({ epoch, seq }, limit) => {
      const count = Math.max(0, Math.min(limit, (epochs[epoch] ?? 0) - seq))
      const lineOf = (_: unknown, i: number): string =>
        JSON.stringify({ seq: seq + i + 1, type: 'chat', source })
      return Promise.resolve(Array.from({ length: count }, lineOf))
    },
  }
}

function roomOf(count: number, ringSize: number, history?: History): FakeRoom {
  const fake = createFakeRoom(ringSize, history ? { history } : {})
  for (let i = 0; i < count; i++) fake.room.publish(source, { type: 'chat', text: 'hi' })
  fake.tick()
  return fake
}

const after = (epoch: string, seq: number) =>
  ({ from: { kind: 'since', position: { epoch, seq } }, filter: { raw: false } }) as const
const seqsOf = ({ lines }: Page): number[] =>
  lines.map((line) => (JSON.parse(line) as { seq: number }).seq)

/** Returns the lines and gaps of all pages from a position on. */
async function readOn({ room }: FakeRoom, from: Position, limit: number) {
  const seqs: number[] = []
  const gaps: object[] = []
  let position = from
  for (let pages = 0; pages < 1000; pages++) {
    const page = await pageOf(room, after(position.epoch, position.seq), limit)
    if (page.gap) gaps.push(page.gap)
    seqs.push(...seqsOf(page))
    position = page.next
    if (formatPosition(position) === `${room.epoch}:${room.head}`) return { seqs, gaps }
  }
  throw new Error('the pages never end')
}

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

test('without a position the newest are returned, and the next page begins after them', async () => {
  const { room } = roomOf(20, 10)
  const newest = { from: { kind: 'last', count: 3 }, filter: { raw: false } } as const
  const page = await pageOf(room, newest, 3)
  expect(seqsOf(page)).toEqual([18, 19, 20])
  expect(page.next).toEqual({ epoch: 'e1', seq: 20 })
  expect((await pageOf(room, after('e1', 20), 3)).lines).toEqual([])
})

test('pages return everything once, in order, from the log and from the ring', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1500 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 50, max: 500 }),
      async (head, ringSize, position, limit) => {
        const since = Math.min(position, head)
        const fake = roomOf(head, ringSize, historyOf({ e1: head }))
        const { seqs, gaps } = await readOn(fake, { epoch: 'e1', seq: since }, limit)
        expect(seqs).toEqual(upTo(since + 1, head))
        expect(gaps).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})

test('an earlier epoch is returned to its end, then a gap reports that it is over', async () => {
  const fake = roomOf(8, 5, historyOf({ e0: 9, e1: 8 }))
  expect(await readOn(fake, { epoch: 'e0', seq: 7 }, 4)).toEqual({
    seqs: [8, 9, ...upTo(1, 8)],
    gaps: [{ frame: 'gap', from: 1, to: 0, reason: 'epoch', epoch: 'e1' }],
  })
})

test('events that are no longer stored are reported as a gap', async () => {
  expect(await readOn(roomOf(20, 5), { epoch: 'e1', seq: 7 }, 3)).toEqual({
    seqs: upTo(16, 20),
    gaps: [{ frame: 'gap', from: 8, to: 15, reason: 'expired' }],
  })
})

test('a filter leaves out what does not match, and continues after the entries it checked', async () => {
  const { room } = roomOf(9, 20)
  const filter = { raw: false, types: new Set(['gift'] as const) }
  const page = await pageOf(room, { ...after('e1', 4), filter }, 3)
  expect(page).toEqual({ lines: [], next: { epoch: 'e1', seq: 9 } })
})
