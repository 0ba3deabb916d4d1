import type { ChatPart } from '../../../proto/feed/index.ts'
import { addressOf, positiveOf, textOf } from './field.ts'
import { omitUndefined } from '../json/omit-undefined.ts'
import type { Image, Text, TextPiece } from './message.ts'

// A pattern such as `{0:user} 来了`: words between numbered slots.
const slot = /\{(\d{1,3})(?::\w*)?\}/

// More than any real line of chat has. The limit bounds the work for a malicious line.
const mostPieces = 500

/**
 * Returns a line in pieces, if there are pictures among them. All or nothing: a line with an
 * unreadable piece would lose words.
 */
export function partsOf(text: Text.$Properties | null | undefined): ChatPart[] | undefined {
  if (!text?.pieces || text.pieces.length > mostPieces) return undefined
  const pieces = text.pieces.map(partOf)
  if (!pieces.some((piece) => piece?.image !== undefined)) return undefined
  const parts: ChatPart[] = []
  for (const part of inPattern(text.defaultPattern ?? '', pieces)) {
    if (!part) return undefined
    if (part.text !== '') parts.push(part)
  }
  return parts
}

/** Puts the pieces into their slots; in their own order if there is no pattern. */
function inPattern(
  pattern: string,
  pieces: readonly (ChatPart | undefined)[],
): readonly (ChatPart | undefined)[] {
  if (pattern === '') return pieces
  // A split at a group gives words and slot numbers alternately.
  return pattern
    .split(slot, 2 * mostPieces + 1)
    .map((token, index) => (index % 2 === 0 ? { text: token } : pieces[Number(token)]))
}

function partOf(piece: TextPiece.$Properties): ChatPart | undefined {
  if (piece.imageValue?.image) return pictureOf(piece.imageValue.image)
  const text = piece.userValue ? piece.userValue.user?.nickname : piece.stringValue
  return text ? { text } : undefined
}

function pictureOf(image: Image.$Properties): ChatPart | undefined {
  const address = addressOf(image)
  const alt = image.content?.name
  if (address === undefined) return alt ? { text: alt } : undefined
  return {
    image: address,
    ...omitUndefined({
      alt: alt || undefined,
      width: positiveOf(image.width),
      height: positiveOf(image.height),
    }),
  }
}

/** Returns a line in pieces as plain text, with the names of pictures; undefined if it is blank. */
export function plainOf(text: Text.$Properties | null | undefined): string | undefined {
  if (!text || (text.pieces?.length ?? 0) > mostPieces) return undefined
  const pieces = (text.pieces ?? []).map((piece) => ({ text: wordsIn(piece) }))
  const parts = inPattern(text.defaultPattern ?? '', pieces)
  return textOf(parts.map((part) => part?.text ?? '').join(''))
}

function wordsIn({
  giftValue,
  imageValue,
  patternRefValue,
  stringValue,
  userValue,
}: TextPiece.$Properties): string {
  const words = [
    stringValue,
    userValue?.user?.nickname,
    giftValue?.nameRef?.defaultPattern,
    patternRefValue?.defaultPattern,
    imageValue?.image?.content?.name,
  ]
  return words.find((word) => word) ?? ''
}
