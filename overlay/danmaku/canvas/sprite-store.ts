import type { Line } from '../line.ts'
import type { Look } from '../look.ts'
import { type Brush, drawLine, measureLine } from './sprite.ts'

/** Lines as pictures, each drawn once and kept while it is in use. */
export interface SpriteStore {
  /** The picture of a line, without its count; as high as a row. */
  readonly of: (line: Line) => Sprite
  /** Ends a frame: forgets pictures that were long out of use. */
  readonly endFrame: () => void
  /** Draws differently from now on. */
  readonly reset: (look: Look, ratio: number) => void
}

/** A picture that a canvas can copy. */
export type Sprite = ImageBitmap | HTMLCanvasElement

/** Sprites that stay after their last use, for lines that come again. */
export const idleSprites = 64

type AnyCanvas = OffscreenCanvas | HTMLCanvasElement

interface Kept {
  readonly sprite: Sprite
  usedIn: number
}

/** Makes an empty store. */
export function createSpriteStore(initial: Look): SpriteStore {
  const kept = new Map<string, Kept>() // in order of last use
  const ruler = brushOf(createCanvas())
  const easel = typeof OffscreenCanvas === 'undefined' ? undefined : createCanvas()
  let look = initial
  let ratio = 1
  let frame = 0

  const drawn = (line: Line): Sprite => {
    const { count: _count, ...alone } = line
    // A canvas of its own only where no bitmap can be taken from a common one.
    const canvas = easel ?? createCanvas()
    canvas.width = Math.max(1, Math.ceil(measureLine(ruler, alone, look) * ratio))
    canvas.height = Math.ceil(look.pitchPx * ratio)
    const brush = brushOf(canvas)
    brush.scale(ratio, ratio)
    drawLine(brush, alone, look)
    return 'transferToImageBitmap' in canvas ? canvas.transferToImageBitmap() : canvas
  }

  const forget = (key: string, { sprite }: Kept): void => {
    kept.delete(key)
    if ('close' in sprite) sprite.close()
  }

  return {
    of: (line) => {
      const key = `${line.tone} ${line.color ?? ''} ${line.badge ?? ''}\n${line.text}`
      const known = kept.get(key) ?? { sprite: drawn(line), usedIn: frame }
      if (known.usedIn !== frame) kept.delete(key)
      kept.set(key, known)
      known.usedIn = frame
      return known.sprite
    },
    endFrame: () => {
      let idle = 0
      for (const { usedIn } of kept.values()) {
        if (usedIn === frame) break // those in use are at the end
        idle += 1
      }
      for (const [key, one] of kept) {
        if (idle <= idleSprites) break
        forget(key, one)
        idle -= 1
      }
      frame += 1
    },
    reset: (nextLook, nextRatio) => {
      look = nextLook
      ratio = nextRatio
      for (const [key, one] of kept) forget(key, one)
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
