import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { LikeMessage } from '../message.ts'
import { userOf } from '../user.ts'

/** Reads a few taps of a viewer on the screen. */
export function like(message: LikeMessage, envelope: Envelope): Normalized {
  const count = positiveOf(message.count)
  if (count === undefined) return undefined
  return [
    {
      type: 'like',
      ...stampOf(envelope, message.common?.createTime),
      ...omitUndefined({ user: userOf(message.user, envelope) }),
      count,
      ...omitUndefined({ total: positiveOf(message.total) }),
    },
  ]
}
