import type Long from 'long'
import { type Envelope, type Normalized } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Common, Text, User } from '../message.ts'
import { partsOf, plainOf } from '../text.ts'
import { isHiddenLikeAll, userStampOf } from '../user.ts'

// The site accepts only some hundred characters.
const longestLine = 4_000

/**
 * The common fields of all messages with a typed line: those in the list and those across the
 * screen.
 */
export interface Line {
  readonly common?: Common.$Properties | null
  readonly user?: User.$Properties | null
  readonly content: string
  readonly eventTime?: Long | null
  readonly rtfContent?: Text.$Properties | null
  readonly rtfContentV2?: Text.$Properties | null
}

/** Reads a line of chat. Its text stays as typed; pieces contain its pictures. */
export function chat(message: Line, envelope: Envelope): Normalized {
  const { common, eventTime, rtfContent, rtfContentV2, user } = message
  // These fields contain the same text in pieces.
  const text = message.content || plainOf(rtfContentV2) || plainOf(rtfContent)
  if (!text) return undefined
  return [
    {
      type: 'chat',
      ...userStampOf(envelope, user, common?.createTime, eventTime),
      text: text.slice(0, longestLine),
      ...omitUndefined({ parts: partsOf(rtfContentV2) ?? partsOf(rtfContent) }),
    },
    ...(user && isHiddenLikeAll(user) ? [{ kind: 'masked' } as const] : []),
  ]
}
