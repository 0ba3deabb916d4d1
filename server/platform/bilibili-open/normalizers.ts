import type { Normalize } from '../bilibili-packet/read.ts'
import { chat } from './normalize/chat.ts'
import { gift } from './normalize/gift.ts'
import { interactionEnd } from './normalize/interaction.ts'
import { membership } from './normalize/membership.ts'
import { enter, like } from './normalize/presence.ts'
import { room } from './normalize/room.ts'
import { superchat, superchatDelete } from './normalize/superchat.ts'

const byCommand = {
  LIVE_OPEN_PLATFORM_DM: chat,
  LIVE_OPEN_PLATFORM_SEND_GIFT: gift,
  LIVE_OPEN_PLATFORM_SUPER_CHAT: superchat,
  LIVE_OPEN_PLATFORM_SUPER_CHAT_DEL: superchatDelete,
  LIVE_OPEN_PLATFORM_GUARD: membership,
  LIVE_OPEN_PLATFORM_LIKE: like,
  LIVE_OPEN_PLATFORM_LIVE_ROOM_ENTER: enter,
  LIVE_OPEN_PLATFORM_LIVE_START: room('live'),
  LIVE_OPEN_PLATFORM_LIVE_END: room('ended'),
  LIVE_OPEN_PLATFORM_INTERACTION_END: interactionEnd,
} satisfies Readonly<Record<string, Normalize>>

/** The commands of the open platform, one a line. Any other command is a raw message. */
export const normalizers: ReadonlyMap<string, Normalize> = new Map(Object.entries(byCommand))

/** Returns true for commands that are left out on purpose. */
export function isIgnored(method: string): boolean {
  return method === 'LIVE_OPEN_PLATFORM_DM_MIRROR' // from another room that is linked to this one
}
