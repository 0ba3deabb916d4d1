import type { Envelope, Meaning } from '../envelope.ts'
import { given } from '../given.ts'
import type { EmojiChatMessage } from '../message.ts'
import { chat } from './chat.ts'

/** Somebody sent one of the site's big pictures; its text is what the picture says. */
export function emojiChat(message: EmojiChatMessage, envelope: Envelope): Meaning {
  const { common, user, defaultContent: content, emojiContent: rtfContent } = message
  return chat({ content, ...given({ common, user, rtfContent }) }, envelope)
}
