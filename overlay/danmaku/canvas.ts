import type { Placed } from './engine.ts'
import { type Course, leftAt } from './lane.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'
import { type Brush, drawLine, measureLine } from './sprite.ts'

/** Draws messages on one canvas. */
export interface Painter {
  /** The width of a line as drawn, CSS px. */
  readonly measure: (line: Line) => number
  /** Draws one frame. */
  readonly paint: (placed: readonly Placed[], now: number) => void
  /** Sets the size of the stage in CSS px; `ratio` device pixels make one. */
  readonly resize: (widthPx: number, heightPx: number, ratio: number) => void
  /** Draws differently from now on. */
  readonly setLook: (look: Look) => void
}

/** Sprites that stay after their last use, for lines that come again. */
export const idleSprites = 128

const fadeMs = 160

interface Sprite {
  readonly canvas: HTMLCanvasElement
  paintedIn: number
}

/**
 * Makes a painter. Each distinct line is drawn once, as a sprite, and copied in every frame.
 *
 * @throws Error if the browser has no 2D canvas left to give.
 */
export function createPainter(canvas: HTMLCanvasElement, initial: Look): Painter {
  const target = brushOf(canvas)
  const ruler = brushOf(canvas.ownerDocument.createElement('canvas'))
  const sprites = new Map<string, Sprite>() // in order of last use
  let look = initial
  let ratio = 1
  let frame = 0

  const spriteOf = (line: Line): HTMLCanvasElement => {
    const key = `${line.tone} ${line.color ?? ''} ${line.badge ?? ''}\n${line.text}`
    const known = sprites.get(key)
    const sprite = known ?? { canvas: drawn(line), paintedIn: frame }
    if (known) sprites.delete(key)
    sprites.set(key, sprite)
    sprite.paintedIn = frame
    return sprite.canvas
  }

  const drawn = (line: Line): HTMLCanvasElement => {
    const sprite = canvas.ownerDocument.createElement('canvas')
    sprite.width = Math.max(1, Math.ceil(measureLine(ruler, line, look) * ratio))
    sprite.height = Math.ceil(look.pitchPx * ratio)
    const brush = brushOf(sprite)
    brush.scale(ratio, ratio)
    drawLine(brush, line, look)
    return sprite
  }

  const evict = (): void => {
    let idle = [...sprites.values()].filter(({ paintedIn }) => paintedIn !== frame).length
    for (const key of sprites.keys()) {
      if (idle <= idleSprites) return
      sprites.delete(key) // those in use are at the end
      idle -= 1
    }
  }

  return {
    measure: (line) => measureLine(ruler, line, look),
    paint: (placed, now) => {
      frame += 1
      target.clearRect(0, 0, canvas.width, canvas.height)
      for (const { line, lane, course } of placed) {
        const sprite = spriteOf(line)
        target.globalAlpha = opacityAt(course, now)
        // On whole device pixels a copy is sharp, and needs no filtering without a GPU.
        const left = Math.round(leftAt(course, now) * ratio)
        target.drawImage(sprite, left, Math.round(lane * look.pitchPx * ratio))
      }
      evict()
    },
    resize: (widthPx, heightPx, nextRatio) => {
      if (ratio !== nextRatio) sprites.clear()
      ratio = nextRatio
      canvas.width = Math.round(widthPx * ratio)
      canvas.height = Math.round(heightPx * ratio)
    },
    setLook: (next) => {
      look = next
      sprites.clear()
    },
  }
}

function brushOf(canvas: HTMLCanvasElement): Brush {
  const brush = canvas.getContext('2d')
  if (!brush) throw new Error('The browser gives no 2D canvas: too many are in use on this page.')
  return brush
}

/** A line that does not move fades in and out instead. */
function opacityAt({ pxPerMs, startedAt, endsAt }: Course, now: number): number {
  if (pxPerMs > 0) return 1
  return Math.max(0, Math.min(1, (now - startedAt) / fadeMs, (endsAt - now) / fadeMs))
}
