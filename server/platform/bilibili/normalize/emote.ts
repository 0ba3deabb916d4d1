import type { ChatPart } from '../../../../proto/feed/index.ts'
import { addressOf, countOf, type Fields, fieldsOf, positiveOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'

/** Reads a message of type 1, which is one picture; its text is only the picture's name. */
export function pictureLine(style: readonly unknown[], text: string): ChatPart[] | undefined {
  if (countOf(style[12]) !== 1) return undefined
  const part = pictureOf(style[13], text)
  return part && [part]
}

/** Splits a line with pictures among its words (`好[花]`) into pieces; undefined if it has none. */
export function inlineEmotes(
  emotes: Fields<string> | undefined,
  text: string,
): ChatPart[] | undefined {
  if (emotes === undefined) return undefined
  const pictures = new Map(Object.entries(emotes))
  const parts: ChatPart[] = []
  let words = ''
  for (const piece of text.split(/(\[[^[\]]+\])/)) {
    const picture = pictures.has(piece) ? pictureOf(pictures.get(piece), piece) : undefined
    if (picture === undefined) {
      words += piece
      continue
    }
    if (words !== '') parts.push({ text: words })
    words = ''
    parts.push(picture)
  }
  if (parts.length === 0) return undefined
  if (words !== '') parts.push({ text: words })
  return parts
}

function pictureOf(value: unknown, alt: string): ChatPart | undefined {
  const emote = fieldsOf<'url' | 'width' | 'height'>(value)
  const image = addressOf(emote.url)
  if (image === undefined) return undefined
  const width = positiveOf(emote.width)
  const height = positiveOf(emote.height)
  return omitUndefined({ image, alt, width, height })
}
