import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { createTextMeasurer } from './text-measurer.ts'
import { type Brush, drawLine, widthsOf } from './sprite.ts'

/** A cache of lines as pictures. Each is drawn once and stays while it is in use. */
export interface SpriteStore {
  /**
   * Returns the picture of a line without its count, as high as a row. It is in use until it is
   * released.
   */
  readonly take: (line: Comment) => Sprite
  readonly release: (sprite: Sprite) => void
  /** Changes the style of new sprites. Sprites in use stay unchanged until they are released. */
  readonly reset: (look: TextStyle, ratio: number) => void
}

/** A picture that can be copied to a canvas. */
export interface Sprite {
  readonly picture: ImageBitmap | HTMLCanvasElement
  readonly key: string
  uses: number
}

/** Unused sprites that remain cached for lines that repeat. */
export const idleSprites = 64

type AnyCanvas = OffscreenCanvas | HTMLCanvasElement

/** Makes an empty cache. */
export function createSpriteStore(initial: TextStyle): SpriteStore {
  const kept = new Map<string, Sprite>()
  const idle = new Set<Sprite>() // in order of last use
  const measurer = createTextMeasurer(brushOf(createCanvas()))
  const easel = typeof OffscreenCanvas === 'undefined' ? undefined : createCanvas()
  let look = initial
  let ratio = 1

  const drawn = (line: Comment): Sprite['picture'] => {
    // A separate canvas is needed only where no bitmap can be taken from a shared one.
    const canvas = easel ?? createCanvas()
    const widths = widthsOf(measurer, line, look)
    canvas.width = Math.max(1, Math.ceil(Math.ceil(widths.badge + widths.text) * ratio))
    canvas.height = Math.ceil(look.pitchPx * ratio)
    const brush = brushOf(canvas)
    brush.scale(ratio, ratio)
    drawLine(brush, line, look, widths)
    return 'transferToImageBitmap' in canvas ? canvas.transferToImageBitmap() : canvas
  }

  const forget = (sprite: Sprite): void => {
    idle.delete(sprite)
    if (kept.get(sprite.key) === sprite) kept.delete(sprite.key)
    if ('close' in sprite.picture) sprite.picture.close()
  }

  return {
    take: (line) => {
      const key = `${line.tone} ${line.color ?? ''} ${line.badge ?? ''}\n${line.text}`
      const sprite = kept.get(key) ?? { picture: drawn(line), key, uses: 0 }
      kept.set(key, sprite)
      idle.delete(sprite)
      sprite.uses += 1
      return sprite
    },
    release: (sprite) => {
      sprite.uses -= 1
      if (sprite.uses > 0) return
      idle.add(sprite)
      const [oldest] = idle
      if (kept.get(sprite.key) !== sprite) forget(sprite)
      else if (oldest && idle.size > idleSprites) forget(oldest)
    },
    reset: (nextLook, nextRatio) => {
      look = nextLook
      ratio = nextRatio
      for (const sprite of idle) forget(sprite)
      kept.clear()
    },
  }
}

/** Returns a canvas that belongs to no page, the only kind available in a worker. */
export function createCanvas(): AnyCanvas {
  return typeof OffscreenCanvas === 'undefined'
    ? document.createElement('canvas')
    : new OffscreenCanvas(1, 1)
}

/**
 * Returns the 2D context of a canvas.
 *
 * @throws Error if the browser cannot give another 2D canvas.
 */
export function brushOf(canvas: AnyCanvas): Brush {
  const brush = canvas.getContext('2d')
  if (!brush) throw new Error('The browser gives no 2D canvas: too many are in use on this page.')
  return brush
}
