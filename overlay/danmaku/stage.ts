import type { Clock } from './canvas/command.ts'
import type { openSurface, Surface } from './canvas/surface.ts'
import { type Counts, Engine } from './engine.ts'
import type { Placed } from './placement.ts'
import { leftAt } from './lane.ts'
import type { Comment } from './line.ts'
import { sameTextStyle } from './text-style.ts'
import type { createRichLayer, RichLayer } from './rich/layer.ts'
import { bandOf } from './row.ts'
import { frameOf, layoutOf, sameGround, type StageSettings } from './setting.ts'

/** The dependencies of a stage. */
export interface StageIo {
  /** Returns the time of the animation frames, milliseconds. */
  readonly now: () => number
  readonly requestFrame: (draw: (now: number) => void) => number
  readonly cancelFrame: (request: number) => void
  readonly loadSurface: () => Promise<{ readonly openSurface: typeof openSurface }>
  readonly loadRich: () => Promise<{ readonly createRichLayer: typeof createRichLayer }>
  /** Adds a style sheet to the tree that contains the box. */
  readonly adoptStyle: (sheet: CSSStyleSheet) => void
  /** Called with the line that the user clicked. */
  readonly picked: (line: Comment) => void
}

/** Figures about the work of a stage. */
export interface StageStats extends Counts {
  /** Frames drawn in the last second; 0 while nothing moves. */
  readonly fps: number
  /** The thread that paints; absent before there is one. */
  readonly thread?: Surface['thread']
}

/** The rectangle of a line, px from the left top corner of the element. */
export interface LineBox {
  readonly line: Comment
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The number of element lines that are on the stage at once. */
export const richCapacity = 60

const adoptEveryMs = 1_000
/** The stage: lines that move over a box of the page. Nothing runs while nothing moves. */
export class Stage {
  readonly #box: HTMLElement
  readonly #io: StageIo
  readonly #settings: () => StageSettings
  readonly #engine: Engine
  #current: StageSettings
  #adoptedAt = Number.NEGATIVE_INFINITY
  #opening = 0 // the number of openings, to detect that one was superseded
  #surface: Surface | undefined
  #rich: RichLayer | undefined
  #richAsked = false
  #request: number | undefined
  #clock: Clock = { pausedMs: 0 }
  #lost = 0
  #fps = 0

  /**
   * `settings` is called again on {@link refresh}, and at most once a second while lines arrive.
   */
  constructor(box: HTMLElement, settings: () => StageSettings, io: StageIo) {
    this.#box = box
    this.#io = io
    this.#settings = settings
    this.#current = settings()
    // Nothing enters before there is a surface; then everything is measured again.
    const measure = (line: Comment): number =>
      this.#surface?.measure(line, this.#current.textStyle) ?? 0
    this.#engine = new Engine(measure, layoutOf(this.#current))
  }

  /** The current figures. */
  get stats(): StageStats {
    const counts = this.#engine.counts(this.#time())
    const dropped = counts.dropped + this.#lost
    const thread = this.#surface?.thread
    return { ...counts, dropped, fps: this.#fps, ...(thread ? { thread } : {}) }
  }

  /** The visible lines and their rectangles. */
  get boxes(): readonly LineBox[] {
    const now = this.#time()
    const { topPx } = bandOf(this.#current)
    const height = this.#current.textStyle.pitchPx
    const entries = this.#engine.placed(now).filter(({ path }) => path.startedAt <= now)
    return entries.map(({ line, row, path }) => ({
      line,
      left: leftAt(path, now),
      top: topPx + row.topPx,
      width: path.widthPx,
      height,
    }))
  }

  /** True between {@link pause} and {@link play}. */
  get paused(): boolean {
    return this.#clock.pausedAt !== undefined
  }

  /** Opens a surface. Lines that arrive meanwhile wait. */
  async open(mayHandOver = true): Promise<void> {
    const opening = this.#opening + 1
    this.#opening = opening
    this.#current = this.#settings()
    const { openSurface } = await this.#io.loadSurface()
    const surface = await openSurface(this.#current.textStyle, mayHandOver, {
      painted: (fps) => (this.#fps = fps),
      lost: () => {
        if (this.#surface !== surface) return
        this.close()
        void this.open(false)
      },
    })
    if (opening === this.#opening) this.#use(surface)
    else surface.close()
  }

  /** Shows a line as soon as a lane is free. A paused stage drops it. */
  push(line: Comment): void {
    if (this.paused) {
      this.#lost += 1
      return
    }
    this.#engine.push(this.#shownForm(line), this.#time())
    this.#wake()
  }

  /** Removes matching lines. */
  withdraw(match: (line: Comment) => boolean): void {
    this.#engine.withdraw(match)
    this.#redraw()
  }

  /** Removes all lines. */
  clear(): void {
    this.#engine.clear()
    this.#redraw()
  }

  /** Pauses the movement until {@link play}. */
  pause(): void {
    if (!this.paused) this.#setClock({ ...this.#clock, pausedAt: this.#io.now() })
  }

  /** Resumes the movement. */
  play(): void {
    const { pausedAt, pausedMs } = this.#clock
    if (pausedAt === undefined) return
    this.#setClock({ pausedMs: pausedMs + this.#io.now() - pausedAt })
    this.#wake()
  }

  /** Applies changed settings at once. */
  refresh(): void {
    this.#adopt(this.#settings())
  }

  /** Measures all lines again, for fonts that loaded late. */
  remeasure(): void {
    this.#surface?.take({ kind: 'style', textStyle: this.#current.textStyle })
    this.#layOut()
  }

  /** Stops until the next opening. Idempotent. */
  close(): void {
    this.#opening += 1
    if (this.#request !== undefined) this.#io.cancelFrame(this.#request)
    this.#request = undefined
    this.#rich?.replace([])
    this.#surface?.close()
    this.#surface?.canvas.remove()
    this.#surface = undefined
    this.#engine.clear()
    this.#fps = 0
  }

  #use(surface: Surface): void {
    this.#surface = surface
    surface.canvas.setAttribute('part', 'canvas')
    this.#box.prepend(surface.canvas)
    this.#setClock(this.#clock)
    this.#layOut()
    this.#wake()
  }

  /** Returns a line in its shown form; the first one that needs elements loads their layer. */
  #shownForm(line: Comment): Comment {
    const { interactive } = this.#current
    const shown = interactive && !line.parts ? { ...line, parts: [{ text: line.text }] } : line
    if (shown.parts && this.#surface && !this.#richAsked) {
      this.#richAsked = true
      void this.#io.loadRich().then(({ createRichLayer: create }) => this.#addRich(create))
    }
    return shown
  }

  #addRich(create: typeof createRichLayer): void {
    const rich = create(this.#current.textStyle, {
      contrastColorOn: (color) => this.#surface?.contrastColorOn(color) ?? color,
      picked: this.#io.picked,
    })
    this.#rich = rich
    this.#io.adoptStyle(rich.style)
    this.#box.append(rich.element)
    rich.setClock(this.#clock)
    rich.setInteractive(this.#current.interactive)
    this.#engine.setRichCapacity(richCapacity)
  }

  #wake(): void {
    if (!this.#surface || this.paused || this.#request !== undefined) return
    this.#request = this.#io.requestFrame(this.#draw)
  }

  readonly #draw = (frameAt: number): void => {
    this.#request = undefined
    // OBS adds its style sheet after the page has loaded, and no event reports that.
    if (frameAt - this.#adoptedAt >= adoptEveryMs) this.#adopt(this.#settings())
    const changed = this.#engine.tick(this.#time(frameAt))
    this.#show(changed, 'add')
    if (this.#engine.queued > 0) this.#wake()
  }

  #redraw(): void {
    this.#show(this.#engine.placed(this.#time()), 'replace')
  }

  #show(entries: readonly Placed[], kind: 'add' | 'replace'): void {
    const plain = entries.filter(({ line }) => !line.parts)
    const rich = entries.filter(({ line }) => line.parts)
    if (plain.length > 0 || kind === 'replace') this.#surface?.take({ kind, entries: plain })
    if (rich.length > 0 || kind === 'replace') this.#rich?.[kind](rich)
  }

  #adopt(next: StageSettings): void {
    const last = this.#current
    this.#current = next
    this.#adoptedAt = this.#io.now()
    const styleChanged = !sameTextStyle(last.textStyle, next.textStyle)
    if (!styleChanged && sameGround(last, next)) return
    if (styleChanged) this.#surface?.take({ kind: 'style', textStyle: next.textStyle })
    this.#layOut()
  }

  #layOut(): void {
    const { textStyle, interactive } = this.#current
    const { topPx, heightPx } = bandOf(this.#current)
    this.#box.style.top = `${topPx}px`
    this.#box.style.height = `${heightPx}px`
    this.#rich?.setTextStyle(textStyle)
    this.#rich?.setInteractive(interactive)
    this.#surface?.take({ kind: 'frame', ...frameOf(this.#current) })
    this.#engine.layOut(layoutOf(this.#current), this.#time())
    this.#redraw()
  }

  #setClock(clock: Clock): void {
    this.#clock = clock
    this.#surface?.take({ kind: 'clock', ...clock })
    this.#rich?.setClock(clock)
  }

  /** Returns the stage time, which does not advance while the stage is paused. */
  #time(now = this.#io.now()): number {
    const { pausedAt, pausedMs } = this.#clock
    return (pausedAt ?? now) - pausedMs
  }
}
