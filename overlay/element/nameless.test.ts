import './danmu-chat/danmu-chat.ts'
import './danmu-enter/danmu-enter.ts'
import './danmu-gift/danmu-gift.ts'
import './danmu-rank/danmu-rank.ts'
import './danmu-superchat/danmu-superchat.ts'
import { describe, expect, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { fakeChat, fakeEvent, fakeGift, fakeMembership, fakeSuperchat } from './base/event.fake.ts'
import type { FeedElement } from './base/feed-element.ts'
import { partTexts, rendered, useFakePage } from './base/page.fake.ts'

const page = useFakePage()

async function shown(name: string, ...events: readonly FeedEvent[]): Promise<FeedElement> {
  const element = await page.show<FeedElement>(`<${name} lang="zh-CN"></${name}>`)
  for (const event of events) element.push(event)
  await rendered(element)
  return element
}

describe.each([
  ['no user', undefined],
  ['a user without a name', { user: { id: 'bilibili:1' } }],
  ['a name of blanks', { user: { id: 'bilibili:1', name: '\u3000' } }],
])('an event with %s is shown under the general word', (_what, over) => {
  const from = <T extends FeedEvent>(event: T): T => {
    const { user: _, ...rest } = event
    return { ...rest, ...over } as T // the same event with another user
  }

  test('in the chat list', async () => {
    const { combo: _, ...gift } = fakeGift({ gift: { id: '1' } })
    const { tier: _tier, guard: _guard, ...membership } = fakeMembership()
    const events = [fakeChat('你好'), gift, membership, fakeSuperchat()]
    const list = await shown('danmu-chat', ...events.map((event) => from<FeedEvent>(event)))
    expect(partTexts(list, 'author').map((text) => text.trim())).toEqual(
      events.map(() => '匿名用户'),
    )
    expect(partTexts(list, 'text--gift')).toEqual(['送出 礼物'])
    expect(partTexts(list, 'text--membership')[0]).toContain('开通了会员')
  })

  test.each([
    ['danmu-gift', fakeGift()],
    ['danmu-superchat', fakeSuperchat()],
    ['danmu-enter', fakeEvent('enter', {})],
  ])('in %s', async (name, event) => {
    const element = await shown(name, from<FeedEvent>(event))
    expect(partTexts(element, 'author').map((text) => text.trim())).toEqual(['匿名用户'])
  })
})

test('a leaderboard shows rows of users without a name', async () => {
  const user = { id: 'bilibili:1' }
  const rows = [{ rank: 1, user, score: 9 }]
  const board = await shown('danmu-rank', fakeEvent('rank', { board: 'online-rank', rows }))
  expect(partTexts(board, 'author')).toEqual(['匿名用户'])
})
