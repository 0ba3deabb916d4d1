import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { contrastColorOn } from './contrast-color.ts'
import type { TextMeasurer } from './text-measurer.ts'

/** The 2D context that a sprite is drawn with. */
export type Brush = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** The drawn widths of the parts of a line, CSS px. */
export interface Widths {
  /** The width of the badge at the start of a pill. */
  readonly badge: number
  readonly text: number
  /** The width of the repeat count after the text. */
  readonly count: number
}

/** Returns the widths of the parts of a line, whether drawn as text or made of elements. */
export function widthsOf(measurer: TextMeasurer, line: Comment, look: TextStyle): Widths {
  return {
    badge: badgeWidth(measurer, line, look),
    text: textWidth(measurer, line, look),
    count: line.count === undefined ? 0 : textWidth(measurer, countLine(line.count), look),
  }
}

/** Returns the width of a line from end to end, CSS px. */
export function measureLine(measurer: TextMeasurer, line: Comment, look: TextStyle): number {
  const { badge, text, count } = widthsOf(measurer, line, look)
  return Math.ceil(badge + text) + Math.ceil(count)
}

/** Returns the repeat count of a line as a line of its own. */
export function countLine(count: number): Comment {
  return { id: '', tone: 'plain', text: `×${count}` }
}

/** Draws a line without its count, with its left top corner in the origin; as high as a row. */
export function drawLine(brush: Brush, line: Comment, look: TextStyle, widths: Widths): void {
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  if (line.tone === 'plain') drawPlain(brush, line, look)
  else drawPill(brush, line, look, { ...widths, color: look.pillColors[line.tone] })
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

function badgeWidth({ widthOf }: TextMeasurer, { badge }: Comment, look: TextStyle): number {
  if (badge === undefined) return 0
  return widthOf(badge, badgeFontOf(look)) + (padding + badgePadding) * look.sizePx
}

function textWidth(
  { widthOf }: TextMeasurer,
  { tone, text, parts }: Comment,
  look: TextStyle,
): number {
  const font = fontOf(look)
  const around = tone === 'plain' ? look.outlinePx : padding * look.sizePx
  const pieces = parts ?? [{ text }]
  const widths = pieces.map((piece) =>
    'image' in piece ? pictureHeight * look.sizePx * piece.ratio : widthOf(piece.text, font),
  )
  return widths.reduce((whole, width) => whole + width, 2 * around)
}

function drawPlain(brush: Brush, line: Comment, look: TextStyle): void {
  const middle = look.pitchPx / 2 + opticalShift * look.sizePx
  const outline = look.outlinePx
  brush.font = fontOf(look)
  brush.fillStyle = look.textColor
  brush.strokeStyle = look.outlineColor
  if (line.color !== undefined) {
    brush.fillStyle = line.color // a canvas leaves the colour unchanged if it cannot parse one
    brush.strokeStyle = contrastColorOn(brush.fillStyle) // a viewer may choose black
  }
  brush.lineWidth = 2 * outline
  if (outline > 0) brush.strokeText(line.text, outline, middle)
  brush.fillText(line.text, outline, middle)
}

/** The widths of a pill, and its colour. */
interface Pill extends Widths {
  readonly color: string
}

function drawPill(brush: Brush, line: Comment, look: TextStyle, pillLook: Pill): void {
  const { sizePx, pitchPx } = look
  const { text, badge, color } = pillLook
  const height = Math.min(pitchPx, Math.round(pillHeight * sizePx))
  const top = (pitchPx - height) / 2
  const middle = pitchPx / 2 + opticalShift * sizePx
  brush.fillStyle = color
  const ink = contrastColorOn(brush.fillStyle)
  pill(brush, { left: 0, top, width: text + badge, height })
  brush.fill()
  if (line.badge !== undefined) {
    brush.save()
    brush.clip()
    brush.fillStyle = '#00000033'
    brush.fillRect(0, top, badge, height)
    brush.restore()
    brush.fillStyle = ink
    brush.font = badgeFontOf(look)
    brush.fillText(line.badge, padding * sizePx, middle)
  }
  brush.fillStyle = ink
  brush.font = fontOf(look)
  brush.fillText(line.text, badge + padding * sizePx, middle)
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function pill(brush: Brush, { left, top, width, height }: Box): void {
  const radius = height / 2
  brush.beginPath()
  brush.arc(left + radius, top + radius, radius, Math.PI / 2, -Math.PI / 2)
  brush.arc(left + width - radius, top + radius, radius, -Math.PI / 2, Math.PI / 2)
  brush.closePath()
}
