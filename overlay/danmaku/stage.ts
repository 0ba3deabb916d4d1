import { createPainter, type Painter } from './canvas.ts'
import { type Counts, createEngine, type Engine, type Layout } from './engine.ts'
import type { Line } from './line.ts'
import { type Look, sameLook } from './look.ts'

/** What a stage needs from its surroundings. */
export interface StageIo {
  /** Milliseconds on the clock of the frames. */
  readonly now: () => number
  readonly requestFrame: (draw: (now: number) => void) => number
  readonly cancelFrame: (request: number) => void
}

/** What the owner of a stage decides. */
export interface StageSettings {
  readonly look: Look
  readonly widthPx: number
  readonly heightPx: number
  /** Device pixels to a CSS px. */
  readonly ratio: number
  readonly crossingMs: number
  readonly maxAgeMs: number
  readonly still: boolean
}

/** Figures about the work of a stage. */
export interface StageStats extends Counts {
  /** Frames drawn per second, measured over the last one; 0 while nothing moves. */
  readonly fps: number
}

const beatMs = 1_000

/** A canvas on which lines move: draws while something does, and rests otherwise. */
export class Stage {
  readonly #canvas: HTMLCanvasElement
  readonly #io: StageIo
  readonly #settings: () => StageSettings
  readonly #painter: Painter
  readonly #engine: Engine
  #current: StageSettings
  #request: number | undefined
  #pausedAt: number | undefined
  #pausedMs = 0
  #lost = 0
  #beat = { since: 0, frames: 0 }
  #fps = 0

  /** `settings` is asked again on {@link refresh}, and while drawing once a second. */
  constructor(canvas: HTMLCanvasElement, settings: () => StageSettings, io: StageIo) {
    this.#canvas = canvas
    this.#io = io
    this.#settings = settings
    this.#current = settings()
    this.#painter = createPainter(canvas, this.#current.look)
    this.#engine = createEngine(this.#painter.measure, layoutOf(this.#current))
    this.#resize()
  }

  /** Figures so far. */
  get stats(): StageStats {
    const counts = this.#engine.counts()
    return { ...counts, dropped: counts.dropped + this.#lost, fps: this.#fps }
  }

  /** True between {@link pause} and {@link play}. */
  get paused(): boolean {
    return this.#pausedAt !== undefined
  }

  /** Shows a line as soon as a lane is free. A stage that is paused drops it. */
  push(line: Line): void {
    if (this.paused) {
      this.#lost += 1
      return
    }
    if (this.#request === undefined) this.#wake()
    this.#engine.push(line, this.#time(this.#io.now()))
  }

  /** Takes lines away again. */
  withdraw(match: (line: Line) => boolean): void {
    this.#engine.withdraw(match)
    this.#redraw()
  }

  /** Takes everything away. */
  clear(): void {
    this.#engine.clear()
    this.#redraw()
  }

  /** Stands still until {@link play}. */
  pause(): void {
    if (this.paused) return
    this.#pausedAt = this.#io.now()
    this.#rest()
  }

  /** Goes on where it stood. */
  play(): void {
    if (this.#pausedAt === undefined) return
    this.#pausedMs += this.#io.now() - this.#pausedAt
    this.#pausedAt = undefined
    this.#wake()
  }

  /** Takes over changed settings at once. */
  refresh(): void {
    if (this.#adopt(this.#settings())) this.#redraw()
  }

  /** Measures everything again, for fonts that arrived late. */
  remeasure(): void {
    this.#painter.setLook(this.#current.look)
    this.#engine.layOut(layoutOf(this.#current), this.#time(this.#io.now()))
    this.#redraw()
  }

  /** Stops for good. Idempotent. */
  close(): void {
    this.#engine.clear()
    this.#rest()
  }

  #wake(): void {
    this.#adopt(this.#settings())
    this.#start()
  }

  #start(): void {
    if (this.#request !== undefined) return
    this.#beat = { since: this.#io.now(), frames: 0 }
    this.#request = this.#io.requestFrame(this.#draw)
  }

  #rest(): void {
    if (this.#request !== undefined) this.#io.cancelFrame(this.#request)
    this.#request = undefined
    this.#fps = 0
  }

  readonly #draw = (frameAt: number): void => {
    this.#request = undefined
    this.#count(frameAt)
    const now = this.#time(frameAt)
    this.#painter.paint(this.#engine.tick(now), now)
    const { visible, queued } = this.#engine.counts()
    if (visible + queued === 0) this.#rest()
    else this.#request = this.#io.requestFrame(this.#draw)
  }

  /** Once a second: OBS adds its style sheet after the page has loaded, and nothing tells us. */
  #count(frameAt: number): void {
    const { since, frames } = this.#beat
    const passedMs = frameAt - since
    this.#beat = { since, frames: frames + 1 }
    if (passedMs < beatMs) return
    this.#fps = Math.round(((frames + 1) * 1_000) / passedMs)
    this.#beat = { since: frameAt, frames: 0 }
    this.#adopt(this.#settings())
  }

  #redraw(): void {
    if (this.paused) {
      const now = this.#time(this.#io.now())
      this.#painter.paint(this.#engine.tick(now), now)
    } else this.#start()
  }

  #adopt(next: StageSettings): boolean {
    const last = this.#current
    this.#current = next
    const lookChanged = !sameLook(last.look, next.look)
    if (!lookChanged && sameFrame(last, next)) return false
    if (lookChanged) this.#painter.setLook(next.look)
    this.#resize()
    this.#engine.layOut(layoutOf(next), this.#time(this.#io.now()))
    return true
  }

  #resize(): void {
    const { widthPx, heightPx, ratio } = this.#current
    this.#painter.resize(widthPx, heightPx, ratio)
    this.#canvas.style.height = `${heightPx}px`
  }

  /** The stage's own time, which stands still while it is paused. */
  #time(now: number): number {
    return (this.#pausedAt ?? now) - this.#pausedMs
  }
}

function sameFrame(one: StageSettings, other: StageSettings): boolean {
  return (
    one.widthPx === other.widthPx &&
    one.heightPx === other.heightPx &&
    one.ratio === other.ratio &&
    one.crossingMs === other.crossingMs &&
    one.maxAgeMs === other.maxAgeMs &&
    one.still === other.still
  )
}

function layoutOf(settings: StageSettings): Layout {
  const { look, widthPx, heightPx, crossingMs, maxAgeMs, still } = settings
  return {
    widthPx,
    laneCount: Math.floor(heightPx / look.pitchPx),
    gapPx: look.sizePx,
    crossingMs,
    maxAgeMs,
    still,
  }
}
