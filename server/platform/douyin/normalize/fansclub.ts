import { type Envelope, type Normalized } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { FansclubMessage } from '../message.ts'
import { userStampOf } from '../user.ts'
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
  const draft = userStampOf(envelope, message.user, common?.createTime)
  if (kind === undefined)
    return unknownAction({ action, common, user: draft.user, words }, envelope)
  const tier = draft.user?.fan?.name
  return [{ type: 'membership', ...draft, kind, ...omitUndefined({ tier }) }]
}
