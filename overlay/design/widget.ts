import { chatOptions } from '../element/danmu-chat/danmu-chat.option.ts'
import { enterOptions } from '../element/danmu-enter/danmu-enter.option.ts'
import { giftOptions } from '../element/danmu-gift/danmu-gift.option.ts'
import { overlayOptions } from '../element/danmu-overlay/danmu-overlay.option.ts'
import { rankOptions } from '../element/danmu-rank/danmu-rank.option.ts'
import { statsOptions } from '../element/danmu-stats/danmu-stats.option.ts'
import { statusOptions } from '../element/danmu-status/danmu-status.option.ts'
import { superchatOptions } from '../element/danmu-superchat/danmu-superchat.option.ts'
import type { Option } from '../option/option.ts'
import type { WidgetKind } from '../option/widget-kind.ts'

/** A rectangle, percent of the picture. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The specification of one kind of widget. */
export interface WidgetSpec {
  readonly options: readonly Option[]
  /** The box of a new widget. */
  readonly place: Box
}

/** The whole picture. */
export const wholePlace: Box = { left: 0, top: 0, width: 100, height: 100 }

/** All kinds, in the order of the studio. */
export const widgetSpecs: Readonly<Record<WidgetKind, WidgetSpec>> = {
  overlay: { options: overlayOptions, place: wholePlace },
  chat: { options: chatOptions, place: { left: 2, top: 34, width: 26, height: 62 } },
  gift: { options: giftOptions, place: { left: 70, top: 52, width: 28, height: 44 } },
  superchat: { options: superchatOptions, place: { left: 70, top: 4, width: 28, height: 21 } },
  enter: { options: enterOptions, place: { left: 2, top: 26, width: 26, height: 7 } },
  rank: { options: rankOptions, place: { left: 78, top: 26, width: 20, height: 26 } },
  stats: { options: statsOptions, place: { left: 2, top: 3, width: 30, height: 14 } },
  status: { options: statusOptions, place: { left: 1, top: 88, width: 50, height: 11 } },
}

/** The names of all kinds. */
export const widgetKinds = Object.keys(widgetSpecs) as readonly WidgetKind[] // the keys of that record

/** Returns true for the name of a kind. */
export function isWidgetKind(name: unknown): name is WidgetKind {
  return typeof name === 'string' && Object.hasOwn(widgetSpecs, name)
}
