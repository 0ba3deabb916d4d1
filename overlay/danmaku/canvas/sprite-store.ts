import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { createTextMeasurer } from './text-measurer.ts'
import { type CanvasContext, drawLine, widthsOf } from './sprite.ts'

/** A cache of lines as pictures. Each is drawn once and stays while it is in use. */
export interface SpriteStore {
  /**
   * Returns the picture of a line without its count, as high as a row. It is in use until it is
   * released.
   */
  readonly take: (line: Comment) => Sprite
  readonly release: (sprite: Sprite) => void
  /** Changes the style of new sprites. Sprites in use stay unchanged until they are released. */
  readonly reset: (textStyle: TextStyle, ratio: number) => void
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
  const cached = new Map<string, Sprite>()
  const idle = new Set<Sprite>() // in order of last use
  const measurer = createTextMeasurer(contextOf(createCanvas()))
  const easel = typeof OffscreenCanvas === 'undefined' ? undefined : createCanvas()
  let textStyle = initial
  let ratio = 1

  const drawn = (line: Comment): Sprite['picture'] => {
    // A separate canvas is needed only where no bitmap can be taken from a shared one.
    const canvas = easel ?? createCanvas()
    const widths = widthsOf(measurer, line, textStyle)
    canvas.width = Math.max(1, Math.ceil(Math.ceil(widths.badge + widths.text) * ratio))
    canvas.height = Math.ceil(textStyle.pitchPx * ratio)
    const context = contextOf(canvas)
    context.scale(ratio, ratio)
    drawLine(context, line, textStyle, widths)
    return 'transferToImageBitmap' in canvas ? canvas.transferToImageBitmap() : canvas
  }

  const forget = (sprite: Sprite): void => {
    idle.delete(sprite)
    if (cached.get(sprite.key) === sprite) cached.delete(sprite.key)
    if ('close' in sprite.picture) sprite.picture.close()
  }

  return {
    take: (line) => {
      const key = `${line.kind} ${line.color ?? ''} ${line.badge ?? ''}\n${line.text}`
      const sprite = cached.get(key) ?? { picture: drawn(line), key, uses: 0 }
      cached.set(key, sprite)
      idle.delete(sprite)
      sprite.uses += 1
      return sprite
    },
    release: (sprite) => {
      sprite.uses -= 1
      if (sprite.uses > 0) return
      idle.add(sprite)
      const [oldest] = idle
      if (cached.get(sprite.key) !== sprite) forget(sprite)
      else if (oldest && idle.size > idleSprites) forget(oldest)
    },
    reset: (nextStyle, nextRatio) => {
      textStyle = nextStyle
      ratio = nextRatio
      for (const sprite of idle) forget(sprite)
      cached.clear()
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
export function contextOf(canvas: AnyCanvas): CanvasContext {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser gives no 2D canvas: too many are in use on this page.')
  return context
}
