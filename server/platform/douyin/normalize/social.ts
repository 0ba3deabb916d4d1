import { besideStampOf, type Envelope, type Normalized } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import type { SocialMessage } from '../message.ts'
import { userStampOf } from '../user.ts'
import { unknownAction } from './unknown-action.ts'

const follows = 1
const shares = 3

/** Reads a message that a viewer follows the anchor or shared the room. */
export function social(message: SocialMessage, envelope: Envelope): Normalized {
  const { common } = message
  const action = message.action.toNumber()
  const draft = userStampOf(envelope, message.user, common?.createTime)
  if (action === shares) return [{ type: 'share', ...draft }]
  if (action !== follows) return unknownAction({ action, common, user: draft.user }, envelope)
  const followers = positiveOf(message.followCount)
  if (followers === undefined) return [{ type: 'follow', ...draft }]
  const beside = besideStampOf(envelope, 'followers', common?.createTime)
  return [
    { type: 'follow', ...draft },
    { type: 'stats', ...beside, followers },
  ]
}
