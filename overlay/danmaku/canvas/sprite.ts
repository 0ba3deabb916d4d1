import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { contrastColorOn } from './contrast-color.ts'
import type { TextMeasurer } from './text-measurer.ts'

/** The 2D context that a sprite is drawn with. */
export type CanvasContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** The drawn widths of the parts of a line, CSS px. */
export interface Widths {
  /** The width of the badge at the start of a pill. */
  readonly badge: number
  readonly text: number
  /** The width of the repeat count after the text. */
  readonly count: number
}

/** Returns the widths of the parts of a line, whether drawn as text or made of elements. */
export function widthsOf(measurer: TextMeasurer, line: Comment, textStyle: TextStyle): Widths {
  return {
    badge: badgeWidth(measurer, line, textStyle),
    text: textWidth(measurer, line, textStyle),
    count: line.count === undefined ? 0 : textWidth(measurer, countLine(line.count), textStyle),
  }
}

/** Returns the width of a line from end to end, CSS px. */
export function measureLine(measurer: TextMeasurer, line: Comment, textStyle: TextStyle): number {
  const { badge, text, count } = widthsOf(measurer, line, textStyle)
  return Math.ceil(badge + text) + Math.ceil(count)
}

/** Returns the repeat count of a line as a line of its own. */
export function countLine(count: number): Comment {
  return { id: '', kind: 'plain', text: `×${count}` }
}

/** Draws a line without its count, with its left top corner in the origin; as high as a row. */
export function drawLine(
  context: CanvasContext,
  line: Comment,
  textStyle: TextStyle,
  widths: Widths,
): void {
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  if (line.kind === 'plain') drawPlain(context, line, textStyle)
  else drawPill(context, line, textStyle, { ...widths, color: textStyle.pillColors[line.kind] })
}

// The style sheet of rich lines repeats these four measures.
const padding = 0.6 // left and right in a pill, em
const badgePadding = 0.45
const pillHeight = 1.25 // em: leaves a little of the lane free above and below
const pictureHeight = 1.3 // em

const opticalShift = 0.04 // em: han characters sit slightly above the middle of their box

function fontOf({ weight, sizePx, family }: TextStyle): string {
  return `${weight} ${sizePx}px ${family}`
}

function badgeFontOf({ sizePx, family }: TextStyle): string {
  return `700 ${sizePx}px ${family}`
}

function badgeWidth({ widthOf }: TextMeasurer, { badge }: Comment, textStyle: TextStyle): number {
  if (badge === undefined) return 0
  return widthOf(badge, badgeFontOf(textStyle)) + (padding + badgePadding) * textStyle.sizePx
}

function textWidth(
  { widthOf }: TextMeasurer,
  { kind, text, parts }: Comment,
  textStyle: TextStyle,
): number {
  const font = fontOf(textStyle)
  const around = kind === 'plain' ? textStyle.outlinePx : padding * textStyle.sizePx
  const pieces = parts ?? [{ text }]
  const widths = pieces.map((piece) =>
    'image' in piece ? pictureHeight * textStyle.sizePx * piece.ratio : widthOf(piece.text, font),
  )
  return widths.reduce((whole, width) => whole + width, 2 * around)
}

function drawPlain(context: CanvasContext, line: Comment, textStyle: TextStyle): void {
  const middle = textStyle.pitchPx / 2 + opticalShift * textStyle.sizePx
  const outline = textStyle.outlinePx
  context.font = fontOf(textStyle)
  context.fillStyle = textStyle.textColor
  context.strokeStyle = textStyle.outlineColor
  if (line.color !== undefined) {
    context.fillStyle = line.color // a canvas leaves the colour unchanged if it cannot parse one
    context.strokeStyle = contrastColorOn(context.fillStyle) // a viewer may choose black
  }
  context.lineWidth = 2 * outline
  if (outline > 0) context.strokeText(line.text, outline, middle)
  context.fillText(line.text, outline, middle)
}

/** The widths of a pill, and its colour. */
interface Pill extends Widths {
  readonly color: string
}

function drawPill(
  context: CanvasContext,
  line: Comment,
  textStyle: TextStyle,
  pillStyle: Pill,
): void {
  const { sizePx, pitchPx } = textStyle
  const { text, badge, color } = pillStyle
  const height = Math.min(pitchPx, Math.round(pillHeight * sizePx))
  const top = (pitchPx - height) / 2
  const middle = pitchPx / 2 + opticalShift * sizePx
  context.fillStyle = color
  const textColor = contrastColorOn(context.fillStyle)
  pill(context, { left: 0, top, width: text + badge, height })
  context.fill()
  if (line.badge !== undefined) {
    context.save()
    context.clip()
    context.fillStyle = '#00000033'
    context.fillRect(0, top, badge, height)
    context.restore()
    context.fillStyle = textColor
    context.font = badgeFontOf(textStyle)
    context.fillText(line.badge, padding * sizePx, middle)
  }
  context.fillStyle = textColor
  context.font = fontOf(textStyle)
  context.fillText(line.text, badge + padding * sizePx, middle)
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function pill(context: CanvasContext, { left, top, width, height }: Box): void {
  const radius = height / 2
  context.beginPath()
  context.arc(left + radius, top + radius, radius, Math.PI / 2, -Math.PI / 2)
  context.arc(left + width - radius, top + radius, radius, -Math.PI / 2, Math.PI / 2)
  context.closePath()
}
