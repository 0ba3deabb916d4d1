import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { FansclubMessage } from '../message.ts'
import { userOf } from '../user.ts'
import { unknownAction } from './unknown-action.ts'

const kinds: ReadonlyMap<number, 'join' | 'upgrade'> = new Map([
  [1, 'upgrade'],
  [2, 'join'],
])

/**
 * Reads a message that a viewer joined the anchor's fan club, or reached a level in it. It does not
 * contain the price.
 */
export function fansclub(message: FansclubMessage, envelope: Envelope): Normalized {
  const { action, common, content: words } = message
  const kind = kinds.get(action)
  const user = userOf(message.user, envelope)
  if (kind === undefined) return unknownAction({ action, common, user, words }, envelope)
  const stamp = stampOf(envelope, common?.createTime)
  const tier = user?.fan?.name
  return [
    { type: 'membership', ...stamp, ...omitUndefined({ user }), kind, ...omitUndefined({ tier }) },
  ]
}
