import { type Theme, themes } from '../theme/themes.ts'
import { parseRoomId } from '../../proto/feed/index.ts'
import type { Option, OptionValue } from '../option/option.ts'
import { acceptValue } from './option-value.ts'
import { isWidgetKind, type Box, widgetSpecs, wholePlace } from './widget.ts'
import type { WidgetKind } from '../option/widget-kind.ts'

/** A widget with its box and its options. */
export interface Widget {
  readonly kind: WidgetKind
  readonly place: Box
  /** Only the options that differ from their default. */
  readonly options: Readonly<Record<string, OptionValue>>
}

/** All settings of an overlay. */
export interface Design {
  /** The room id; absent before one is chosen. */
  readonly room?: string
  /** The language; absent means that of the browser. */
  readonly lang?: string
  readonly theme: Theme
  /** The colour scheme; absent means the one the theme was made for. */
  readonly scheme?: 'dark' | 'light'
  readonly widgets: readonly Widget[]
}

/** The maximum number of widgets on one overlay. */
export const maxWidgets = 16

/** The initial design: flying lines over the whole picture. */
export const firstDesign: Design = {
  theme: 'dark-glass',
  widgets: [{ kind: 'overlay', place: wholePlace, options: {} }],
}

/** Returns a new widget of a kind. */
export function newWidget(kind: WidgetKind): Widget {
  return { kind, place: widgetSpecs[kind].place, options: {} }
}

/** Returns the value of an option, the default if the widget has none. */
export function valueOf({ options }: Widget, option: Option): OptionValue {
  return options[option.name] ?? option.default
}

/** Returns the widget with another value; a default is not stored. */
export function withValue(widget: Widget, option: Option, value: OptionValue): Widget {
  const { [option.name]: _before, ...others } = widget.options
  return {
    ...widget,
    options: value === option.default ? others : { ...others, [option.name]: value },
  }
}

/** Returns a theme by name, or undefined. */
export function themeNamed(name: unknown): Theme | undefined {
  return themes.find((theme) => theme === name)
}

/** Reads a stored design, perhaps of another version: unknown parts are ignored. */
export function readDesign(stored: unknown): Design {
  const { room, lang, theme, scheme, widgets } = fieldsOf(stored)
  return {
    ...(typeof room === 'string' && parseRoomId(room) ? { room } : {}),
    ...(typeof lang === 'string' && lang !== '' ? { lang } : {}),
    theme: themeNamed(theme) ?? firstDesign.theme,
    ...(scheme === 'dark' || scheme === 'light' ? { scheme } : {}),
    widgets: (Array.isArray(widgets) ? widgets : []).flatMap(readWidget).slice(0, maxWidgets),
  }
}

/** Returns a box limited to valid values; undefined if it is not one. */
export function placeOf(stored: unknown): Box | undefined {
  const { left, top, width, height } = fieldsOf(stored)
  if (!isShare(left) || !isShare(top) || !isShare(width) || !isShare(height)) return undefined
  return width > 0 && height > 0 ? { left, top, width, height } : undefined
}

function readWidget(stored: unknown): readonly Widget[] {
  const { kind, place, options } = fieldsOf(stored)
  if (!isWidgetKind(kind)) return []
  const spec = widgetSpecs[kind]
  const given = fieldsOf(options)
  const base: Widget = { kind, place: placeOf(place) ?? spec.place, options: {} }
  return [
    spec.options.reduce((widget, option) => {
      const value = acceptValue(option, given[option.name])
      return value === undefined ? widget : withValue(widget, option, value)
    }, base),
  ]
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
