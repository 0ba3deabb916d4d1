import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { MemberMessage } from '../message.ts'
import { userOf } from '../user.ts'
import { unknownAction } from './unknown-action.ts'

// As two public clients of 2026 name them. 2 is who leaves: the feed has no word for that.
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
  [9, 'user-muted'], // by a moderator, as 10
  [10, 'user-unmuted'],
  [11, 'user-blocked'],
])

/**
 * Somebody came in, or something was done to one who is here. The head count beside it disagrees
 * with that of the room: it is not read.
 */
export function member(message: MemberMessage, envelope: Envelope): Meaning {
  const { actionDescription: words, common } = message
  const action = message.action.toNumber()
  const user = userOf(message.user, envelope)
  const draft = { ...stampOf(envelope, common?.createTime), ...given({ user }) }
  const type = events.get(action)
  if (type !== undefined) return [{ type, ...draft }]
  const code = codes.get(action)
  if (code === undefined) return unknownAction({ action, common, user, words }, envelope)
  const text = words === '' ? undefined : words
  return [{ type: 'notice', ...draft, code, level: 'info', ...given({ text }) }]
}
