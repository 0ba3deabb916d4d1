import { type Envelope, type Normalized } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { MemberMessage } from '../message.ts'
import { userStampOf } from '../user.ts'
import { unknownAction } from './unknown-action.ts'

// The meanings according to two public clients of 2026. 2 is a viewer who leaves, without an event.
const events: ReadonlyMap<number, 'enter' | 'share' | 'follow'> = new Map([
  [1, 'enter'],
  [8, 'share'],
  [20, 'follow'],
])

const codes: ReadonlyMap<number, string> = new Map([
  [3, 'user-muted'],
  [4, 'user-unmuted'],
  [5, 'admin-added'],
  [6, 'admin-removed'],
  [7, 'user-kicked'],
  [9, 'user-muted'], // by a moderator, like 10
  [10, 'user-unmuted'],
  [11, 'user-blocked'],
])

/**
 * Reads a message that a viewer came in, or about an action on a viewer. Ignores its viewer count,
 * which differs from that of the room.
 */
export function member(message: MemberMessage, envelope: Envelope): Normalized {
  const { actionDescription: words, common } = message
  const action = message.action.toNumber()
  const draft = userStampOf(envelope, message.user, common?.createTime)
  const type = events.get(action)
  if (type !== undefined) return [{ type, ...draft }]
  const code = codes.get(action)
  if (code === undefined)
    return unknownAction({ action, common, user: draft.user, words }, envelope)
  const text = words === '' ? undefined : words
  return [{ type: 'notice', ...draft, code, level: 'info', ...omitUndefined({ text }) }]
}
