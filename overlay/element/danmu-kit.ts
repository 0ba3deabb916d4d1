/** Defines every element of the kit; imported for this side effect only. */
import './danmu-chat/danmu-chat.ts'
import './danmu-enter/danmu-enter.ts'
import './danmu-gift/danmu-gift.ts'
import './danmu-overlay/danmu-overlay.ts'
import './danmu-rank/danmu-rank.ts'
import './danmu-stats/danmu-stats.ts'
import './danmu-status/danmu-status.ts'
import './danmu-superchat/danmu-superchat.ts'
