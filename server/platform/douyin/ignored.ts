/**
 * Lists the methods that are left out on purpose, by reason. Each purchase among them is also
 * reported by another method: a gift that is shown again must not be counted twice.
 *
 * The list covers every method of the web schema of 2026-04 that contains a gift or a price; the
 * gift messages were compared again with the schema of 2026-10-07. GiftMessage, BindingGiftMessage,
 * LightGiftMessage and the boxes of diamonds become events. DoodleGift, FreeCellGift, FreeGift,
 * GameGift and LuckyMoney contain a gift or an amount, but not its price or the action, and
 * LinkmicProfit describes paid calls in twenty forms: they go to `raw`.
 */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'repeats a gift message: effects, panels, scores of a match': [
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
  // The income of the room in sound waves (音浪), whose rate to money is not published.
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

/** The reason of each method in {@link reasons}. */
export const ignored: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([reason, names]) =>
    names.map((name): readonly [string, string] => [methodOf(name), reason]),
  ),
)

/** Returns the full name of a method; one known method has no `Message` at its end. */
function methodOf(name: string): string {
  return name.startsWith('Webcast') ? name : `Webcast${name}Message`
}
