import Danmaku from 'danmaku'
import * as danmuJs from 'danmu.js'
import { type BenchEngine, type Box, type Comment, stage } from './engine.ts'

const font = `bold ${stage.sizePx}px ${stage.font}`

// Its types describe a file that no bundler uses.
const Engine = Danmaku as unknown as new (options: object) => {
  readonly emit: (comment: object) => void
}

/** The data that danmaku stores of a comment on the stage. */
interface Running {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Makes danmaku 2.0.10 on canvas, its faster engine without a GPU, in live mode. */
export function createDanmaku(container: HTMLElement): BenchEngine {
  const danmaku = new Engine({ container, engine: 'canvas', speed: stage.widthPx / 8 })
  const inner = danmaku as unknown as { readonly _: { readonly runningList: readonly Running[] } } // its internal state: it has no figures of its own
  let shown = 0
  return {
    emit: ({ text }) => {
      shown += 1
      const style = { font, fillStyle: '#fff', strokeStyle: '#000', lineWidth: 2 }
      danmaku.emit({ text, mode: 'rtl', style })
    },
    report: () => ({ shown, paidDropped: 0, boxes: inner._.runningList.map(boxOf) }),
  }
}

function boxOf({ x, y, width, height }: Running): Box {
  return { left: x, top: y, width, height }
}

/** Makes danmu.js 1.2.1 in live mode; it needs a player, whose clock it reads. */
export function createDanmuJs(container: HTMLElement): BenchEngine {
  const player = {
    get currentTime() {
      return performance.now() / 1_000
    },
  }
  const danmu = new danmuJs.DanmuJs({
    container,
    player,
    live: true,
    comments: [],
    area: { start: 0, end: 1 },
    channelSize: stage.pitchPx,
    mouseControl: false,
  })
  let shown = 0
  const paid = { emitted: 0, shown: 0 }
  danmu.on('bullet_start', ({ id }) => {
    shown += 1
    if (id?.startsWith('paid')) paid.shown += 1
  })
  const style = { font, color: '#fff', 'text-shadow': '1px 1px 0 #000' }
  return {
    emit: ({ id, text, paid: isPaid }: Comment) => {
      if (isPaid) paid.emitted += 1
      const txt = text
      danmu.sendComment({
        id,
        txt,
        duration: stage.crossingMs,
        mode: 'scroll',
        prior: isPaid,
        style,
      })
    },
    report: () => {
      const bullets = Array.from(container.querySelectorAll<HTMLElement>('.danmu > *'))
      const boxes = bullets.map((bullet) => bullet.getBoundingClientRect())
      return { shown, paidDropped: paid.emitted - paid.shown, boxes }
    },
  }
}
