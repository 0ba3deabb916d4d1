import type { Placed } from '../floor.ts'
import type { Look } from '../look.ts'
import type { Clock, Command, Frame } from './command.ts'
import { addFaces } from './font.ts'
import { countLine } from './sprite.ts'
import { brushOf, createSpriteStore, type Sprite } from './sprite-store.ts'

/** What a painter needs from the thread it works in. */
export interface PainterIo {
  /** The page's time, milliseconds. */
  readonly now: () => number
  /** How far the time that frames are given is behind the page's, milliseconds. */
  readonly lagMs: number
  readonly requestFrame: (draw: (at: number) => void) => unknown
  /** Is told once a second how many frames were drawn in it, and 0 when there is nothing to draw. */
  readonly report: (fps: number) => void
}

/** Draws messages on a canvas for as long as there are any. */
export interface Painter {
  readonly take: (command: Command) => void
}

const fadeMs = 160
const beatMs = 1_000

/**
 * Makes a painter. Where a message is follows from its course alone, so that between entering and
 * leaving nobody has to say anything.
 *
 * @throws Error if the browser has no 2D canvas left to give.
 */
export function createPainter(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  look: Look,
  io: PainterIo,
): Painter {
  const target = brushOf(canvas)
  const sprites = createSpriteStore(look)
  const scene = { look, ratio: 1, entries: new Map<number, Placed>(), clock: running }
  const beat = { since: 0, frames: 0 }
  let asked = false

  const put = (sprite: Sprite, leftPx: number, { row }: Placed): void => {
    const { ratio } = scene
    const top = Math.round(row.topPx * ratio)
    const from = Math.max(leftPx, Math.floor(row.span.leftPx * ratio))
    const width = Math.min(leftPx + sprite.width, Math.ceil(row.span.rightPx * ratio)) - from
    const { height } = sprite
    if (width <= 0) return
    target.drawImage(sprite, from - leftPx, 0, width, height, from, top, width, height)
  }

  const paint = (now: number): void => {
    target.clearRect(0, 0, canvas.width, canvas.height)
    for (const [key, entry] of scene.entries) {
      const { line, course } = entry
      if (course.endsAt <= now) scene.entries.delete(key)
      if (course.endsAt <= now || course.startedAt > now) continue
      target.globalAlpha = opacityAt(entry, now)
      const sprite = sprites.of(line)
      // On whole device pixels a copy is sharp, and needs no filtering without a GPU.
      const left = Math.round(leftOf(entry, now) * scene.ratio)
      put(sprite, left, entry)
      if (line.count !== undefined)
        put(sprites.of(countLine(line.count)), left + sprite.width, entry)
    }
    sprites.endFrame()
  }

  const draw = (frameAt: number): void => {
    asked = false
    const at = frameAt + io.lagMs
    countFrame(beat, at, io.report)
    paint(stageTime(scene.clock, at))
    if (scene.entries.size === 0) io.report(0)
    else if (scene.clock.pausedAt === undefined) wake()
  }

  const wake = (): void => {
    if (asked) return
    asked = true
    io.requestFrame(draw)
  }

  const begin = (): void => {
    if (!asked) Object.assign(beat, { since: io.now(), frames: 0 })
    wake()
  }

  return {
    take: (command) => {
      apply(scene, command, { sprites, canvas })
      begin()
    },
  }
}

interface Scene {
  look: Look
  ratio: number
  readonly entries: Map<number, Placed>
  clock: Clock
}

interface Tools {
  readonly sprites: ReturnType<typeof createSpriteStore>
  readonly canvas: HTMLCanvasElement | OffscreenCanvas
}

const running: Clock = { pausedMs: 0 }

function apply(scene: Scene, command: Command, tools: Tools): void {
  switch (command.kind) {
    case 'replace':
      scene.entries.clear()
      add(scene, command.entries)
      return
    case 'add':
      add(scene, command.entries)
      return
    case 'look':
      scene.look = command.look
      tools.sprites.reset(scene.look, scene.ratio)
      return
    case 'frame':
      setFrame(scene, command, tools)
      return
    case 'clock':
      scene.clock = command
      return
    case 'fonts':
      addFaces(command.faces, () => tools.sprites.reset(scene.look, scene.ratio))
      return
  }
}

function add({ entries }: Scene, added: readonly Placed[]): void {
  for (const entry of added) entries.set(entry.key, entry)
}

function setFrame(scene: Scene, { widthPx, heightPx, ratio }: Frame, tools: Tools): void {
  if (scene.ratio !== ratio) tools.sprites.reset(scene.look, ratio)
  scene.ratio = ratio
  tools.canvas.width = Math.round(widthPx * ratio)
  tools.canvas.height = Math.round(heightPx * ratio)
}

/** The stage's own time, which stands still while it is paused. */
function stageTime({ pausedAt, pausedMs }: Clock, now: number): number {
  return (pausedAt ?? now) - pausedMs
}

/** As in `lane.ts`, which would bring the page's half of the engine into the worker. */
function leftOf({ course: { fromPx, pxPerMs, startedAt } }: Placed, at: number): number {
  return fromPx - pxPerMs * (at - startedAt)
}

/** A line that does not move fades in and out instead. */
function opacityAt({ course: { pxPerMs, startedAt, endsAt } }: Placed, now: number): number {
  if (pxPerMs > 0) return 1
  return Math.max(0, Math.min(1, (now - startedAt) / fadeMs, (endsAt - now) / fadeMs))
}

function countFrame(
  beat: { since: number; frames: number },
  at: number,
  report: (fps: number) => void,
): void {
  beat.frames += 1
  const passedMs = at - beat.since
  if (passedMs < beatMs) return
  report(Math.round((beat.frames * 1_000) / passedMs))
  Object.assign(beat, { since: at, frames: 0 })
}
