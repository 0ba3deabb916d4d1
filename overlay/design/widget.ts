import { type Option, optionsOf } from '../option/option.ts'
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
  overlay: specOf('overlay', wholePlace),
  chat: specOf('chat', { left: 2, top: 34, width: 26, height: 62 }),
  gift: specOf('gift', { left: 70, top: 52, width: 28, height: 44 }),
  superchat: specOf('superchat', { left: 70, top: 4, width: 28, height: 21 }),
  enter: specOf('enter', { left: 2, top: 26, width: 26, height: 7 }),
  rank: specOf('rank', { left: 78, top: 26, width: 20, height: 26 }),
  stats: specOf('stats', { left: 2, top: 3, width: 30, height: 14 }),
  status: specOf('status', { left: 1, top: 88, width: 50, height: 11 }),
}

/** The names of all kinds. */
export const widgetKinds = Object.keys(widgetSpecs) as readonly WidgetKind[] // the keys of that record

/** Returns true for the name of a kind. */
export function isWidgetKind(name: unknown): name is WidgetKind {
  return typeof name === 'string' && Object.hasOwn(widgetSpecs, name)
}

function specOf(kind: WidgetKind, place: Box): WidgetSpec {
  return { options: optionsOf(kind), place }
}
