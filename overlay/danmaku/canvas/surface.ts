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

/** A canvas in the page, with the thread that paints it. */
export interface Surface {
  readonly canvas: HTMLCanvasElement
  /** The thread that paints: a worker, or the page's own thread. */
  readonly thread: 'worker' | 'page'
  readonly measure: (line: Comment, look: TextStyle) => number
  /** Returns the text colour with the higher contrast on a colour. */
  readonly inkOn: (color: string) => string
  readonly take: (command: Command) => void
  /** Closes the surface. Idempotent. */
  readonly close: () => void
}

/** The events of a surface. */
export interface SurfaceEvents {
  /** Called with the number of frames drawn in the last second. */
  readonly painted: (fps: number) => void
  /** Called when this surface cannot paint any more; another one may be opened. */
  readonly lost: () => void
}

const startWithinMs = 2_000

/**
 * Opens a surface. A worker paints it if the browser and the page allow one and it can load the
 * fonts; otherwise the page does.
 *
 * @param mayHandOver - false to paint in the page in any case.
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
    return localSurface(look, events) // no notice is needed: the result looks the same
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
      brush.fillStyle = color // a canvas returns the colour as `#rrggbb`
      return contrastColorOn(brush.fillStyle)
    },
  }
}

// This module starts itself as its own worker, so that the client needs one file only.
if (self.name === workerName) serve()
