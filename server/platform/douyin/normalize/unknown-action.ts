import type { User } from '../../../../proto/feed/index.ts'
import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { Common } from '../message.ts'
import { wordsOf } from '../words.ts'

/** What a message tells that says what it is by a number. */
export interface Acted {
  readonly action: number
  readonly common: Common.$Properties | null | undefined
  readonly user: User | undefined
  /** Its own text for people, where it has one. */
  readonly words?: string
}

/**
 * What a message means whose number nobody knows: what the platform says of it in words, else it goes
 * to the diagnostic stream. Undefined if it has no number at all.
 */
export function unknownAction({ action, common, user, words }: Acted, envelope: Envelope): Meaning {
  if (action === 0) return undefined
  const text = wordsOf(common, words)
  if (text === undefined) return 'raw'
  const stamp = stampOf(envelope, common?.createTime)
  const notice = { code: 'viewer-acted', level: 'info', text } as const
  return [{ type: 'notice', ...stamp, ...given({ user }), ...notice }]
}
