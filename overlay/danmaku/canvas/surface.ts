import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import type { Command } from './command.ts'
import { facesOf } from './font.ts'
import { contrastColorOn } from './contrast-color.ts'
import { createPainter } from './painter.ts'
import { createTextMeasurer } from './text-measurer.ts'
import { measureLine } from './sprite.ts'
import { brushOf, createCanvas } from './sprite-store.ts'
import { type Report, serve, type Start, startWorker, workerName } from './worker.ts'

/** A canvas in the page, and who paints it. */
export interface Surface {
  readonly canvas: HTMLCanvasElement
  /** Whether painting happens beside the page's own thread. */
  readonly thread: 'worker' | 'page'
  readonly measure: (line: Comment, look: TextStyle) => number
  /** The colour that reads best on another one. */
  readonly inkOn: (color: string) => string
  readonly take: (command: Command) => void
  /** Idempotent. */
  readonly close: () => void
}

/** What a surface tells. */
export interface SurfaceEvents {
  /** Frames drawn in the last second. */
  readonly painted: (fps: number) => void
  /** It will paint no more; another one may. */
  readonly lost: () => void
}

const startWithinMs = 2_000

/**
 * Opens a surface: painted by a worker if this browser and this page allow one and it can have the
 * fonts, else by the page itself.
 *
 * @param mayHandOver - false to have it painted by the page in any case.
 */
export async function openSurface(
  look: TextStyle,
  mayHandOver: boolean,
  events: SurfaceEvents,
): Promise<Surface> {
  const faces = mayHandOver && canHandOver() ? facesOf(look.family, document) : undefined
  if (!faces) return localSurface(look, events)
  try {
    const worker = await startWorker(import.meta.url, startWithinMs)
    return remoteSurface(worker, look, events)
  } catch {
    return localSurface(look, events) // nobody has to know: it looks the same
  }
}

function canHandOver(): boolean {
  return (
    typeof Worker !== 'undefined' &&
    typeof OffscreenCanvas !== 'undefined' &&
    'transferControlToOffscreen' in HTMLCanvasElement.prototype
  )
}

function localSurface(look: TextStyle, events: SurfaceEvents): Surface {
  const canvas = document.createElement('canvas')
  let open = true
  const painter = createPainter(canvas, look, {
    now: () => performance.now(),
    lagMs: 0,
    requestFrame: (draw) => requestAnimationFrame((at) => open && draw(at)),
    report: (fps) => events.painted(fps),
  })
  return {
    canvas,
    thread: 'page',
    ...createTools(),
    take: (command) => painter.take(command),
    close: () => (open = false),
  }
}

function remoteSurface(worker: Worker, look: TextStyle, events: SurfaceEvents): Surface {
  const canvas = document.createElement('canvas')
  const offscreen = canvas.transferControlToOffscreen()
  const { timeOrigin } = performance
  const start: Start = { kind: 'start', canvas: offscreen, look, timeOrigin }
  worker.postMessage(start, [offscreen])
  worker.addEventListener('error', () => events.lost())
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
    if (typeof data === 'number') events.painted(data)
  })
  const take = (command: Command): void => worker.postMessage(command, [])
  const hand = ({ family }: TextStyle): void => {
    const faces = facesOf(family, document)
    if (faces) take({ kind: 'fonts', faces })
    else events.lost()
  }
  hand(look)
  return {
    canvas,
    thread: 'worker',
    ...createTools(),
    take: (command) => {
      if (command.kind === 'look') hand(command.look)
      take(command)
    },
    close: () => worker.terminate(),
  }
}

function createTools(): Pick<Surface, 'measure' | 'inkOn'> {
  const brush = brushOf(createCanvas())
  const measurer = createTextMeasurer(brush)
  return {
    measure: (line, look) => measureLine(measurer, line, look),
    inkOn: (color) => {
      brush.fillStyle = color // which a canvas gives back as `#rrggbb`
      return contrastColorOn(brush.fillStyle)
    },
  }
}

// This module starts itself as its own worker: one file, which no other has to know.
if (self.name === workerName) serve()
