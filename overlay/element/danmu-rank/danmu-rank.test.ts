import './danmu-rank.ts'
import { expect, test } from 'vitest'
import { helloFrame } from '../../client/io.fake.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { partTexts, rendered, useFakePage } from '../base/page.fake.ts'
import type { DanmuRank } from './danmu-rank.ts'

const page = useFakePage()
const board = (names: readonly string[], seq = 1) =>
  fakeEvent('rank', {
    seq,
    board: 'contribution',
    rows: names.map((name, index) => ({
      rank: index + 1,
      user: { id: `u:${name}`, name },
      score: 20_000 - index,
    })),
  })

test('shows the board of the first frame and follows it live', async () => {
  const rank = await page.show<DanmuRank>('<danmu-rank src="/rooms/demo:busy/stream"></danmu-rank>')
  const socket = page.io().last()
  socket.send(helloFrame({ state: [board(['甲', '乙'])] }))
  await rendered(rank)
  expect(partTexts(rank, 'author')).toEqual(['甲', '乙'])
  expect(partTexts(rank, 'score')).toEqual(['2万', '2万'])
  expect(partTexts(rank, 'heading')).toEqual(['贡献榜'])
  socket.send(board(['乙', '甲', '丙'], 2))
  await rendered(rank)
  expect(partTexts(rank, 'author')).toEqual(['乙', '甲', '丙'])
})

test('reuses the element of a row that moves, so that it can slide', async () => {
  const rank = await page.show<DanmuRank>('<danmu-rank rows="2"></danmu-rank>')
  const row = (name: string) => rank.shadowRoot!.querySelector(`[data-key="u:${name}"]`)
  rank.push(board(['甲', '乙', '丙']))
  await rendered(rank)
  const before = row('乙')
  rank.push(board(['乙', '甲', '丙']))
  await rendered(rank)
  expect(row('乙')).toBe(before)
  expect(partTexts(rank, 'row--1')).toHaveLength(1)
  expect(row('丙')).toBeNull()
})

test('is empty without a board, and leaves blocked users out', async () => {
  const rank = await page.show<DanmuRank>('<danmu-rank block-users="甲"></danmu-rank>')
  expect(partTexts(rank, 'heading')).toEqual([])
  rank.push(board(['甲', '乙']))
  await rendered(rank)
  expect(partTexts(rank, 'place')).toEqual(['2'])
})
