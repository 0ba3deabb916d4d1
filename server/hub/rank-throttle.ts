import type { Draft } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'

type Board = Extract<Draft, { readonly type: 'rank' }>

/** Passes a board on if it changed, at most once a second; the latest always wins. */
export interface RankThrottle {
  readonly offer: (source: string, board: Board) => void
  readonly close: () => void
}

const pauseMs = 1000
const maxRows = 100

interface Slot {
  shown: string
  waiting: Board | undefined
  timer: Timer | undefined
}

/** Creates a throttle in front of `publish`. */
export function createRankThrottle(
  clock: Clock,
  publish: (source: string, board: Board) => void,
): RankThrottle {
  const slots = new Map<string, Slot>()
  const show = (source: string, slot: Slot): void => {
    const board = slot.waiting
    slot.timer = undefined
    slot.waiting = undefined
    const rows = board && JSON.stringify(board.rows)
    if (!board || rows === undefined || rows === slot.shown) return
    slot.shown = rows
    slot.timer = clock.after(pauseMs, () => show(source, slot))
    publish(source, board)
  }
  return {
    offer: (source, board) => {
      const key = `${board.source ?? source} ${board.board}`
      const slot = slots.get(key) ?? { shown: '', waiting: undefined, timer: undefined }
      slots.set(key, slot)
      slot.waiting = { ...board, rows: board.rows.slice(0, maxRows) }
      if (!slot.timer) show(source, slot)
    },
    close: () => {
      for (const { timer } of slots.values()) timer?.cancel()
      slots.clear()
    },
  }
}
