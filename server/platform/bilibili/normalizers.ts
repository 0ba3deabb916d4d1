import type { Normalize } from '../bilibili-packet/read.ts'
import { chat } from './normalize/chat.ts'
import { giftPacked } from './normalize/gift-packed.ts'
import { gift } from './normalize/gift.ts'
import { like } from './normalize/like.ts'
import { lotteryClosed, lotteryDrawn, lotteryOpen } from './normalize/lottery.ts'
import { membership, membershipGrouped, membershipListed } from './normalize/membership.ts'
import { blocked, muted, notice } from './normalize/notice.ts'
import { entryEffect, presence, presencePacked } from './normalize/presence.ts'
import { rank, rankPacked } from './normalize/rank.ts'
import { recall } from './normalize/recall.ts'
import { redpacketBought, redpacketDrawn, redpacketOpen } from './normalize/redpacket.ts'
import { cutOff, cutOffNested, live, preparing, roomChange } from './normalize/room.ts'
import { online, stats } from './normalize/stats.ts'
import { superchat, superchatDelete } from './normalize/superchat.ts'

const byCommand = {
  DANMU_MSG: chat,
  RECALL_DANMU_MSG: recall,
  SEND_GIFT: gift,
  SEND_GIFT_V2: giftPacked,
  SUPER_CHAT_MESSAGE: superchat,
  SUPER_CHAT_MESSAGE_JPN: superchat,
  SUPER_CHAT_MESSAGE_DELETE: superchatDelete,
  USER_TOAST_MSG: membership,
  USER_TOAST_MSG_V2: membershipGrouped,
  GUARD_BUY: membershipListed,
  INTERACT_WORD: presence,
  INTERACT_WORD_V2: presencePacked,
  ENTRY_EFFECT: entryEffect,
  ENTRY_EFFECT_MUST_RECEIVE: entryEffect,
  LIKE_INFO_V3_CLICK: like,
  LIKE_INFO_V3_UPDATE: stats('likes', 'click_count'),
  WATCHED_CHANGE: stats('seen', 'num'),
  ROOM_REAL_TIME_MESSAGE_UPDATE: stats('followers', 'fans'),
  ONLINE_RANK_COUNT: online,
  ONLINE_RANK_V2: rank,
  ONLINE_RANK_V3: rankPacked,
  LIVE: live,
  PREPARING: preparing,
  ROOM_CHANGE: roomChange,
  CUT_OFF: cutOff,
  CUT_OFF_V2: cutOffNested,
  ROOM_LOCK: cutOff,
  WARNING: notice('platform-warning', 'warning'),
  ROOM_BLOCK_MSG: blocked,
  ROOM_SILENT_ON: muted,
  ROOM_SILENT_OFF: notice('chat-unmuted'),
  ROOM_ADMINS: notice('admins-changed'),
  ROOM_ADMIN_REVOKE: notice('admin-removed'),
  room_admin_entrance: notice('admin-added'),
  ANCHOR_LOT_START: lotteryOpen,
  ANCHOR_LOT_AWARD: lotteryDrawn,
  ANCHOR_LOT_END: lotteryClosed,
  POPULARITY_RED_POCKET_NEW: redpacketBought,
  POPULARITY_RED_POCKET_START: redpacketOpen,
  POPULARITY_RED_POCKET_WINNER_LIST: redpacketDrawn,
  POPULARITY_RED_POCKET_V2_NEW: redpacketBought,
  POPULARITY_RED_POCKET_V2_START: redpacketOpen,
  POPULARITY_RED_POCKET_V2_WINNER_LIST: redpacketDrawn,
  LOG_IN_NOTICE: () => ({ kind: 'masked' }),
} satisfies Readonly<Record<string, Normalize>>

const ignored: ReadonlySet<string> = new Set([
  // Running totals of gifts that each had a message before.
  'COMBO_SEND',
  'COMBO_END',
  // Chat and gifts again, for games.
  'LIVE_INTERACTIVE_GAME',
  // The number of similar messages, besides the messages themselves.
  'DANMU_AGGREGATION',
  'DM_INTERACTION',
  // From another room that is linked to this one.
  'DANMU_MSG_MIRROR',
  // A line of congratulation; the rank itself comes as ONLINE_RANK_V2 or _V3.
  'ONLINE_RANK_TOP3',
  // The view of a draw for its moderators.
  'ANCHOR_LOT_CHECKSTATUS',
  // Messages about the whole site, not this room; the first every few seconds.
  'STOP_LIVE_ROOM_LIST',
  'NOTICE_MSG',
])

/** The commands of the web protocol, one a line. Any other command is a raw message. */
export const normalizers: ReadonlyMap<string, Normalize> = new Map(Object.entries(byCommand))

/** Returns true for commands that are left out on purpose. */
export function isIgnored(method: string): boolean {
  // Widgets are advertisements for events of the site, and there is always a new one.
  return ignored.has(method) || method.startsWith('WIDGET_')
}
