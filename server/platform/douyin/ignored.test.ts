import { describe, expect, test } from 'vitest'
import { pushFrame, tools } from './frame.fake.ts'
import { ignored } from './ignored.ts'
import { read } from './read.ts'
import { normalizers } from './normalizers.ts'

test('no method is both read and left out', () => {
  expect([...ignored.keys()].filter((method) => normalizers.has(method))).toEqual([])
})

test('each method that is left out has a reason', () => {
  expect([...ignored.values()].filter((reason) => reason.length < 10)).toEqual([])
})

// From the web schema of 2026-04: every message under `Common` with a gift or its price.
describe('each method that holds a gift is an event, a copy that is left out, or raw', () => {
  test.each([
    ['event', 'GiftMessage BindingGiftMessage LightGiftMessage LuckyBoxMessage'],
    ['event', 'CommonLuckyMoneyMessage MagicBoxMessage'],
    ['left out', 'AssetMessage BattlePropertyMessage DutyGiftMessage GiftCommentMessage'],
    ['left out', 'GiftCycleReleaseMessage GiftEffectGameMessage GiftSingMessage GiftTouchMessage'],
    ['left out', 'GiftUpdateMessage GiftVoteMessage GroupLiveIncomeChangeMessage'],
    ['left out', 'InteractionPluginGiftMessage LinkmicPlayModeUpdateScoreMessage'],
    ['left out', 'LiveplaysRandomMagicGiftMessage RoomChannelGiftMessage GiftPlayEventMessage'],
    ['raw', 'DoodleGiftMessage FreeCellGiftMessage FreeGiftMessage GameGiftMessage'],
    ['raw', 'LuckyMoneyMessage LinkmicProfitMessage'],
  ])('%s: %s', (fate, names) => {
    for (const name of names.split(' ')) {
      const method = `Webcast${name}`
      const isRead = normalizers.has(method) ? 'event' : 'raw'
      expect([method, ignored.has(method) ? 'left out' : isRead]).toEqual([method, fate])
    }
  })

  test('a method that is left out is counted, and makes no event', () => {
    const method = 'WebcastGiftEffectGameMessage'
    const { drafts, effects, raws } = read(
      pushFrame([{ method, payload: new Uint8Array() }]),
      tools,
    )
    expect([drafts, raws, effects]).toEqual([[], [], [{ kind: 'ignored', method }]])
  })
})
