import type { Placed } from '../placement.ts'
import type { TextStyle } from '../text-style.ts'
import type { Clock, Command, Frame } from './command.ts'
import { addFaces } from './font.ts'
import { countLine } from './sprite.ts'
import { contextOf, createSpriteStore, type Sprite, type SpriteStore } from './sprite-store.ts'

/** The dependencies of a painter on the thread it runs in. */
export interface PainterIo {
  /** The page's time, milliseconds. */
  readonly now: () => number
  /** The lag of frame times behind the page's time, milliseconds. */
  readonly lagMs: number
  readonly requestFrame: (draw: (at: number) => void) => unknown
  /**
   * Called once a second with the number of frames drawn, and with 0 when there is nothing to draw.
   */
  readonly report: (fps: number) => void
}

/** A painter: draws messages on a canvas while there are any. */
export interface Painter {
  readonly take: (command: Command) => void
}

const fadeMs = 160
const beatMs = 1_000

/**
 * Makes a painter. The position of a message follows from its trajectory alone, so no command is
 * needed between entering and leaving.
 *
 * @throws Error if the browser cannot give another 2D canvas.
 */
export function createPainter(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  textStyle: TextStyle,
  io: PainterIo,
): Painter {
  const target = contextOf(canvas)
  const scene: Scene = {
    canvas,
    sprites: createSpriteStore(textStyle),
    textStyle,
    ratio: 1,
    drawn: new Map(),
    clock: { pausedMs: 0 },
  }
  const beat = { since: 0, frames: 0 }
  let asked = false

  const put = ({ picture }: Sprite, leftPx: number, { row }: Placed): void => {
    const { ratio } = scene
    const { width, height } = picture
    const top = Math.round(row.topPx * ratio)
    const from = Math.max(leftPx, Math.floor(row.span.leftPx * ratio))
    const seen = Math.min(leftPx + width, Math.ceil(row.span.rightPx * ratio)) - from
    if (seen <= 0) return
    target.drawImage(picture, from - leftPx, 0, seen, height, from, top, seen, height)
  }

  /** Allocates nothing: this runs for every line in every frame. */
  const paint = (now: number): void => {
    target.clearRect(0, 0, canvas.width, canvas.height)
    for (const { entry, sprite, count } of scene.drawn.values()) {
      if (entry.path.endsAt <= now) remove(scene, entry.key)
      if (entry.path.endsAt <= now || entry.path.startedAt > now) continue
      target.globalAlpha = opacityAt(entry, now)
      // At whole device pixels a copy is sharp and needs no filtering without a GPU.
      const left = Math.round(leftOf(entry, now) * scene.ratio)
      put(sprite, left, entry)
      if (count) put(count, left + sprite.picture.width, entry)
    }
  }

  const draw = (frameAt: number): void => {
    asked = false
    const at = frameAt + io.lagMs
    countFrame(beat, at, io.report)
    paint(stageTime(scene.clock, at))
    if (scene.drawn.size === 0) io.report(0)
    else if (scene.clock.pausedAt === undefined) wake()
  }

  const wake = (): void => {
    if (asked) return
    asked = true
    io.requestFrame(draw)
  }

  return {
    take: (command) => {
      apply(scene, command)
      if (!asked) Object.assign(beat, { since: io.now(), frames: 0 })
      wake()
    },
  }
}

interface Scene {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas
  readonly sprites: SpriteStore
  /** Drawn messages by their key. */
  readonly drawn: Map<number, Drawn>
  textStyle: TextStyle
  ratio: number
  clock: Clock
}

/** A message with the pictures it is drawn from. */
interface Drawn {
  readonly entry: Placed
  readonly sprite: Sprite
  readonly count?: Sprite
}

function apply(scene: Scene, command: Command): void {
  switch (command.kind) {
    case 'replace':
      for (const key of scene.drawn.keys()) remove(scene, key)
      add(scene, command.entries)
      return
    case 'add':
      add(scene, command.entries)
      return
    case 'style':
      scene.textStyle = command.textStyle
      redraw(scene)
      return
    case 'frame':
      setFrame(scene, command)
      return
    case 'clock':
      scene.clock = command
      return
    case 'fonts':
      addFaces(command.faces, () => redraw(scene))
      return
  }
}

function add(scene: Scene, entries: readonly Placed[]): void {
  for (const entry of entries) {
    remove(scene, entry.key)
    const { line } = entry
    const sprite = scene.sprites.take(line)
    const count = line.count === undefined ? undefined : scene.sprites.take(countLine(line.count))
    scene.drawn.set(entry.key, { entry, sprite, ...(count ? { count } : {}) })
  }
}

function remove({ drawn, sprites }: Scene, key: number): void {
  const gone = drawn.get(key)
  if (!gone) return
  drawn.delete(key)
  sprites.release(gone.sprite)
  if (gone.count) sprites.release(gone.count)
}

function redraw(scene: Scene): void {
  scene.sprites.reset(scene.textStyle, scene.ratio)
  const entries = Array.from(scene.drawn.values(), ({ entry }) => entry)
  add(scene, entries)
}

function setFrame(scene: Scene, { widthPx, heightPx, ratio }: Frame): void {
  const changed = scene.ratio !== ratio
  scene.ratio = ratio
  if (changed) redraw(scene)
  scene.canvas.width = Math.round(widthPx * ratio)
  scene.canvas.height = Math.round(heightPx * ratio)
}

/** Returns the stage time, which does not advance while the stage is paused. */
function stageTime({ pausedAt, pausedMs }: Clock, now: number): number {
  return (pausedAt ?? now) - pausedMs
}

/**
 * Returns the left edge of a message. Repeats `lane.ts`, because importing it would bring the
 * page's half of the engine into the worker.
 */
function leftOf({ path: { fromPx, pxPerMs, startedAt } }: Placed, at: number): number {
  return fromPx - pxPerMs * (at - startedAt)
}

/** Returns the opacity of a message. A still line fades in and out instead of moving. */
function opacityAt({ path: { pxPerMs, startedAt, endsAt } }: Placed, now: number): number {
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
