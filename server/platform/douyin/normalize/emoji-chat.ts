import type { Envelope, Normalized } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { EmojiChatMessage } from '../message.ts'
import { plainOf } from '../text.ts'
import { chat } from './chat.ts'

// The text of the site for an emoji that it cannot show.
const anyEmoji = '[表情]'

/** Reads one of the site's big pictures; its text is the text in the picture. */
export function emojiChat(message: EmojiChatMessage, envelope: Envelope): Normalized {
  const { common, defaultContent, emojiContent: rtfContent, user } = message
  const content = defaultContent || plainOf(rtfContent) || (rtfContent ? anyEmoji : '')
  return chat({ content, ...omitUndefined({ common, user, rtfContent }) }, envelope)
}
