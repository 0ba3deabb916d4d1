import { inkOn } from './ink.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'

/** The drawing calls that a sprite needs. */
export type Brush = CanvasRenderingContext2D

/** The width of a line as drawn, CSS px. */
export function measureLine(brush: Brush, line: Line, look: Look): number {
  const { text, badge } = widthsOf(brush, line, look)
  return Math.ceil(text + badge)
}

/** Draws a line with its left top corner in the origin; as high as one lane. */
export function drawLine(brush: Brush, line: Line, look: Look): void {
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  if (line.tone === 'plain') drawPlain(brush, line, look)
  else drawPill(brush, line, look, look.pillColors[line.tone])
}

const padding = 0.6 // left and right in a pill, em
const badgePadding = 0.45
const pillHeight = 1.25 // em: leaves a little of the lane free above and below
const opticalShift = 0.04 // em: han characters sit a little above the middle of their box

function outlineOf({ sizePx }: Look): number {
  return Math.max(2, sizePx / 14)
}

function fontOf({ weight, sizePx, family }: Look): string {
  return `${weight} ${sizePx}px ${family}`
}

function badgeFontOf({ sizePx, family }: Look): string {
  return `700 ${sizePx}px ${family}`
}

function widthsOf(brush: Brush, line: Line, look: Look): { text: number; badge: number } {
  const { sizePx } = look
  brush.font = fontOf(look)
  const inner = brush.measureText(line.text).width
  if (line.tone === 'plain') return { text: inner + 2 * outlineOf(look), badge: 0 }
  const text = inner + 2 * padding * sizePx
  if (line.badge === undefined) return { text, badge: 0 }
  brush.font = badgeFontOf(look)
  const badge = brush.measureText(line.badge).width + (padding + badgePadding) * sizePx
  return { text, badge }
}

function drawPlain(brush: Brush, line: Line, look: Look): void {
  const outline = outlineOf(look)
  const middle = look.pitchPx / 2 + opticalShift * look.sizePx
  brush.font = fontOf(look)
  brush.lineWidth = 2 * outline
  brush.fillStyle = look.textColor
  brush.strokeStyle = look.outlineColor
  if (line.color !== undefined) {
    brush.fillStyle = line.color // a canvas leaves the colour as it was if it cannot read one
    brush.strokeStyle = inkOn(brush.fillStyle) // some choose black
  }
  brush.strokeText(line.text, outline, middle)
  brush.fillText(line.text, outline, middle)
}

function drawPill(brush: Brush, line: Line, look: Look, color: string): void {
  const { sizePx, pitchPx } = look
  const { text, badge } = widthsOf(brush, line, look)
  const height = Math.min(pitchPx, Math.round(pillHeight * sizePx))
  const top = (pitchPx - height) / 2
  const middle = pitchPx / 2 + opticalShift * sizePx
  brush.fillStyle = color
  const ink = inkOn(brush.fillStyle)
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
