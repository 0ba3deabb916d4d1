import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { createTextMeasurer } from './text-measurer.ts'
import { type Brush, drawLine, widthsOf } from './sprite.ts'

/** Lines as pictures, each drawn once and kept while it is in use. */
export interface SpriteStore {
  /** The picture of a line, without its count; as high as a row. In use until it is released. */
  readonly take: (line: Comment) => Sprite
  readonly release: (sprite: Sprite) => void
  /** Draws differently from now on. Sprites in use stay as they are until they are released. */
  readonly reset: (look: TextStyle, ratio: number) => void
}

/** A picture that a canvas can copy. */
export interface Sprite {
  readonly picture: ImageBitmap | HTMLCanvasElement
  readonly key: string
  uses: number
}

/** Sprites that stay after their last use, for lines that come again. */
export const idleSprites = 64

type AnyCanvas = OffscreenCanvas | HTMLCanvasElement

/** Makes an empty store. */
export function createSpriteStore(initial: TextStyle): SpriteStore {
  const kept = new Map<string, Sprite>()
  const idle = new Set<Sprite>() // in order of last use
  const measurer = createTextMeasurer(brushOf(createCanvas()))
  const easel = typeof OffscreenCanvas === 'undefined' ? undefined : createCanvas()
  let look = initial
  let ratio = 1

  const drawn = (line: Comment): Sprite['picture'] => {
    // A canvas of its own only where no bitmap can be taken from a common one.
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

/** A canvas of no page: in a worker there are no others. */
export function createCanvas(): AnyCanvas {
  return typeof OffscreenCanvas === 'undefined'
    ? document.createElement('canvas')
    : new OffscreenCanvas(1, 1)
}

/**
 * What draws on a canvas.
 *
 * @throws Error if the browser has no 2D canvas left to give.
 */
export function brushOf(canvas: AnyCanvas): Brush {
  const brush = canvas.getContext('2d')
  if (!brush) throw new Error('The browser gives no 2D canvas: too many are in use on this page.')
  return brush
}
