import { type Envelope, type Normalized } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { LikeMessage } from '../message.ts'
import { userStampOf } from '../user.ts'

/** Reads a few taps of a viewer on the screen. */
export function like(message: LikeMessage, envelope: Envelope): Normalized {
  const count = positiveOf(message.count)
  if (count === undefined) return undefined
  return [
    {
      type: 'like',
      ...userStampOf(envelope, message.user, message.common?.createTime),
      count,
      ...omitUndefined({ total: positiveOf(message.total) }),
    },
  ]
}
