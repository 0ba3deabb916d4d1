import type { Comment } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import type { Command } from './command.ts'
import { facesOf } from './font.ts'
import { contrastColorOn } from './contrast-color.ts'
import { createPainter } from './painter.ts'
import { createTextMeasurer } from './text-measurer.ts'
import { measureLine } from './sprite.ts'
import { contextOf, createCanvas } from './sprite-store.ts'
import { type Report, serve, type Start, startWorker, workerName } from './worker.ts'

/** A canvas in the page, with the thread that paints it. */
export interface Surface {
  readonly canvas: HTMLCanvasElement
  /** The thread that paints: a worker, or the page's own thread. */
  readonly thread: 'worker' | 'page'
  readonly measure: (line: Comment, textStyle: TextStyle) => number
  /** Returns the text colour with the higher contrast on a colour. */
  readonly contrastColorOn: (color: string) => string
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
  textStyle: TextStyle,
  mayHandOver: boolean,
  events: SurfaceEvents,
): Promise<Surface> {
  const faces = mayHandOver && canHandOver() ? facesOf(textStyle.family, document) : undefined
  if (!faces) return localSurface(textStyle, events)
  try {
    const worker = await startWorker(import.meta.url, startWithinMs)
    return remoteSurface(worker, textStyle, events)
  } catch {
    return localSurface(textStyle, events) // no notice is needed: the result looks the same
  }
}

function canHandOver(): boolean {
  return (
    typeof Worker !== 'undefined' &&
    typeof OffscreenCanvas !== 'undefined' &&
    'transferControlToOffscreen' in HTMLCanvasElement.prototype
  )
}

function localSurface(textStyle: TextStyle, events: SurfaceEvents): Surface {
  const canvas = document.createElement('canvas')
  let open = true
  const painter = createPainter(canvas, textStyle, {
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

function remoteSurface(worker: Worker, textStyle: TextStyle, events: SurfaceEvents): Surface {
  const canvas = document.createElement('canvas')
  const offscreen = canvas.transferControlToOffscreen()
  const { timeOrigin } = performance
  const start: Start = { kind: 'start', canvas: offscreen, textStyle, timeOrigin }
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
  hand(textStyle)
  return {
    canvas,
    thread: 'worker',
    ...createTools(),
    take: (command) => {
      if (command.kind === 'style') hand(command.textStyle)
      take(command)
    },
    close: () => worker.terminate(),
  }
}

function createTools(): Pick<Surface, 'measure' | 'contrastColorOn'> {
  const context = contextOf(createCanvas())
  const measurer = createTextMeasurer(context)
  return {
    measure: (line, textStyle) => measureLine(measurer, line, textStyle),
    contrastColorOn: (color) => {
      context.fillStyle = color // a canvas returns the colour as `#rrggbb`
      return contrastColorOn(context.fillStyle)
    },
  }
}

// This module starts itself as its own worker, so that the client needs one file only.
if (self.name === workerName) serve()
