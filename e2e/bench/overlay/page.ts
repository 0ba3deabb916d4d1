import { type BenchEngine, type Box, type EngineReport, stage } from './engine.ts'
import { lineSource } from './line.ts'
import { createOurs } from './ours.ts'
import { createDanmaku, createDanmuJs } from './peer.ts'

/** The counts of the page so far. */
export interface PageReport extends Omit<EngineReport, 'boxes'> {
  readonly emitted: number
  readonly visible: number
  /** Comments that cover part of another one. */
  readonly overlapping: number
}

/** The functions of the page for the bench. */
export interface BenchPage {
  readonly start: (engine: EngineName, perSecond: number) => Promise<void>
  readonly report: () => PageReport
}

/** The names of the compared engines. */
export type EngineName = 'ours' | 'danmaku' | 'danmu.js'

declare global {
  // oxlint-disable-next-line no-var -- the one way to declare a property of the global object
  var bench: BenchPage
}

const makers = { ours: createOurs, danmaku: createDanmaku, 'danmu.js': createDanmuJs } as const
const pumpMs = 16
const paidEvery = 100 // one comment of this number is paid

let engine: BenchEngine | undefined
let emitted = 0

globalThis.bench = {
  start: async (name, perSecond) => {
    await document.fonts.load(`bold ${stage.sizePx}px ${stage.font}`, '弹幕')
    const container = document.querySelector<HTMLElement>('#stage')
    if (!container) throw new Error('The page has no stage.')
    engine = await makers[name](container)
    pump(engine, perSecond)
  },
  report: () => {
    if (!engine) throw new Error('The bench has not started.')
    const { shown, paidDropped, boxes } = engine.report()
    const seen = boxes.filter(isOnStage)
    return { emitted, shown, paidDropped, visible: seen.length, overlapping: overlapping(seen) }
  },
}

/** Emits comments as a socket would: those due during a stall arrive at once after it. */
function pump({ emit }: BenchEngine, perSecond: number): void {
  const next = lineSource(7)
  const startedAt = performance.now()
  setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond)
    for (; emitted < due; emitted++) {
      const paid = emitted % paidEvery === 0
      emit({ id: `${paid ? 'paid' : 'chat'}-${emitted}`, text: next(), paid })
    }
  }, pumpMs)
}

function isOnStage({ left, width, top, height }: Box): boolean {
  return left < stage.widthPx && left + width > 0 && top < stage.heightPx && top + height > 0
}

const tolerancePx = 2

function overlapping(boxes: readonly Box[]): number {
  return boxes.filter((one) => boxes.some((other) => other !== one && cover(one, other))).length
}

function cover(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width - tolerancePx &&
    other.left < one.left + one.width - tolerancePx &&
    one.top < other.top + other.height - tolerancePx &&
    other.top < one.top + one.height - tolerancePx
  )
}
