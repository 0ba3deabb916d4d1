import { html, type TemplateResult } from 'lit'
import type { ChatEvent, ChatPart } from '../../../proto/feed/index.ts'
import { pictureAddress } from './address.ts'
import { picture } from './user-parts.ts'

/** Renders a chat line with its pictures; always text and images, never markup. */
export function messageContent({
  text,
  parts,
}: ChatEvent): string | readonly (string | TemplateResult)[] {
  return parts ? parts.map(piece) : text
}

function piece({ text, image, alt = '' }: ChatPart): string | TemplateResult {
  if (pictureAddress(image) === undefined) return text ?? alt
  return html`${picture(image, 'emote', alt)}`
}
