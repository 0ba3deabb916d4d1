/**
 * Methods that are left out on purpose, by the reason. None of them is a purchase that nothing else
 * tells: what shows a gift once more must not count it twice.
 *
 * Every method of the web schema of 2026-04 was looked at that holds a gift or a price; the gift
 * messages were compared again with that of 2026-10-07. Events are made of GiftMessage,
 * BindingGiftMessage and LightGiftMessage, and of the boxes of diamonds. DoodleGift, FreeCellGift,
 * FreeGift, GameGift and LuckyMoney name a gift or an amount but not its price or what was done, and
 * LinkmicProfit tells of paid calls in twenty forms: they go to `raw`.
 */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'shows what a gift message has told: effects, panels, scores of a match': [
    'Asset',
    'AssetEffectUtil',
    'BattleEndPunish',
    'BattleProperty',
    'DutyGift',
    'ExhibitionChat',
    'ExhibitionTopLeft',
    'GiftComment',
    'GiftConsumeRemind',
    'GiftCycleRelease',
    'GiftEffectGame',
    'GiftIconFlash',
    'GiftPlayEvent',
    'GiftSing',
    'GiftSort',
    'GiftTouch',
    'GiftUpdate',
    'GiftVote',
    'GroupLiveIncomeChange',
    'GuestBattle',
    'GuestBattleScore',
    'InteractionPluginGift',
    'KtvChorusAction',
    'KtvChorusPermission',
    'LinkerContribute',
    'LinkmicOrderSing',
    'LinkmicPlayModeUpdateScore',
    'LinkmicStarWish',
    'LinkmicTeamfightScore',
    'LiveplaysRandomMagicGift',
    'NotifyEffect',
    'PrizeNotice',
    'ProfitInteractionScore',
    'RoomChannelGift',
  ],
  // The room's income in sound waves (音浪), for which no rate to money is published.
  'a total without a published rate': ['UpdateFanTicket'],
  'the price of something offered, not bought': [
    'CarSeriesInfo',
    'LinkmicAnchorSetting',
    'LinkSettingNotify',
    'LiveEcom',
    'LiveEcomGeneral',
    'LiveShopping',
    'ProductChange',
    'ShelfTradeData',
    'ShowMultiCameraChange',
  ],
  'shows a line of chat once more': ['HighlightComment', 'HotChat', 'WebcastHighlightComment'],
  'decoration, site-wide, or of the connection': [
    'BackupSEI',
    'ChatLike',
    'GrowthTask',
    'HotRoom',
    'InRoomBanner',
    'LuckyBoxTempStatus',
    'RanklistHourEntrance',
    'RoomDataSync',
    'RoomStreamAdaptation',
  ],
}

/** The methods of {@link reasons}, each with its reason. */
export const leftOut: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([reason, names]) =>
    names.map((name): readonly [string, string] => [methodOf(name), reason]),
  ),
)

/** One method was seen without the ending that all others have. */
function methodOf(name: string): string {
  return name.startsWith('Webcast') ? name : `Webcast${name}Message`
}
