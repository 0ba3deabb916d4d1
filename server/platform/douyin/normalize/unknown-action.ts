import type { User } from '../../../../proto/feed/index.ts'
import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Common } from '../message.ts'
import { wordsOf } from '../words.ts'

/** The fields of a message whose meaning depends on an action number. */
export interface ActionFields {
  readonly action: number
  readonly common: Common.$Properties | null | undefined
  readonly user: User | undefined
  /** The text of the message for viewers, if it has one. */
  readonly words?: string
}

/**
 * Returns the meaning of a message with an unknown action number: a notice with its text, or else
 * `raw` for the diagnostic stream. Undefined if it has no number.
 */
export function unknownAction(
  { action, common, user, words }: ActionFields,
  envelope: Envelope,
): Normalized {
  if (action === 0) return undefined
  const text = wordsOf(common, words)
  if (text === undefined) return 'raw'
  const stamp = stampOf(envelope, common?.createTime)
  const notice = { code: 'viewer-acted', level: 'info', text } as const
  return [{ type: 'notice', ...stamp, ...omitUndefined({ user }), ...notice }]
}
