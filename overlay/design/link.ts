import {
  type Design,
  firstDesign,
  maxWidgets,
  newWidget,
  placeOf,
  themeNamed,
  valueOf,
  type Widget,
  withValue,
} from './design.ts'
import { keyOf } from '../option/option.ts'
import { parseValue, valueText } from './option-value.ts'
import { isWidgetKind, type Box, widgetSpecs, wholePlace } from './widget.ts'
import type { WidgetKind } from '../option/widget-kind.ts'

/** A design, with the names of the invalid parameters. */
export interface ReadLink {
  readonly design: Design
  readonly debug: boolean
  readonly unknown: readonly string[]
  readonly bad: readonly string[]
}

const version = '1'
const flyer = 'overlay' // its keys have no prefix: most links have no other widget

/**
 * Reads the query of a link to the OBS page. `w=overlay,chat` names the widgets; without it there
 * are flying lines only. `size=40` is an option of those, `chat.size=24` one of the chat list,
 * `chat2.` of a second one, and `chat.at=2,34,26,62` its box: left, top, width and height, percent.
 * An invalid value counts as absent and is named in `bad`.
 */
export function readLink(query: URLSearchParams): ReadLink {
  const taken = new Set<string>(['v'])
  const bad: string[] = []
  const read = <T>(key: string, parse: (text: string) => T | undefined): T | undefined => {
    taken.add(key)
    const text = query.get(key)
    if (text === null || text === '') return undefined
    const value = parse(text)
    if (value === undefined) bad.push(key)
    return value
  }
  const room = read('room', (text) => text)
  const lang = read('lang', (text) => text)
  const theme = read('theme', themeNamed)
  const scheme = read('scheme', (text) => (text === 'dark' || text === 'light' ? text : undefined))
  const debug = read('debug', (text) => text !== '0') ?? false
  const widgets = read('w', parseWidgets) ?? firstDesign.widgets
  const tuned = named(widgets).map(({ widget, prefix }) => readWidget(widget, prefix, read))
  if ((query.get('v') ?? version) !== version) bad.push('v')
  return {
    design: {
      ...(room === undefined ? {} : { room }),
      ...(lang === undefined ? {} : { lang }),
      theme: theme ?? firstDesign.theme,
      ...(scheme === undefined ? {} : { scheme }),
      widgets: tuned,
    },
    debug,
    unknown: [...new Set(query.keys())].filter((name) => !taken.has(name)),
    bad,
  }
}

/** Writes the query of a link, without default values. */
export function linkQuery({ room, lang, theme, scheme, widgets }: Design): string {
  const isPlain = widgets.length === 1 && widgets[0]?.kind === flyer
  const pairs: readonly Pair[] = [
    ['v', version],
    ...(room === undefined ? [] : [['room', room] satisfies Pair]),
    ...(lang === undefined ? [] : [['lang', lang] satisfies Pair]),
    ...(theme === firstDesign.theme ? [] : [['theme', theme] satisfies Pair]),
    ...(scheme === undefined ? [] : [['scheme', scheme] satisfies Pair]),
    ...(isPlain ? [] : [['w', widgets.map(({ kind }) => kind).join(',')] satisfies Pair]),
    ...named(widgets).flatMap(({ widget, prefix }) => [
      ...placePairs(widget, prefix, widgets.length),
      ...optionPairs(widget, prefix),
    ]),
  ]
  // A room id and a list need no escaping, and users read these links.
  return new URLSearchParams([...pairs]).toString().replaceAll('%3A', ':').replaceAll('%2C', ',')
}

/** Returns each widget with the prefix of its keys. */
function named(
  widgets: readonly Widget[],
): readonly { readonly widget: Widget; readonly prefix: string }[] {
  return widgets.map((widget, index) => {
    const { kind } = widget
    const before = widgets.slice(0, index).filter((other) => other.kind === kind).length
    const name = before === 0 ? kind : `${kind}${before + 1}`
    return { widget, prefix: name === flyer ? '' : `${name}.` }
  })
}

function parseWidgets(text: string): readonly Widget[] | undefined {
  const kinds = text.split(',')
  if (kinds.length > maxWidgets || !kinds.every(isWidgetKind)) return undefined
  return kinds.map((kind) => ({ ...newWidget(kind), place: usualPlace(kind, kinds.length) }))
}

/** Returns the default box: a single widget has a source of its own in OBS, and fills it. */
function usualPlace(kind: WidgetKind, widgets: number): Box {
  return widgets === 1 ? wholePlace : widgetSpecs[kind].place
}

type Read = <T>(key: string, parse: (text: string) => T | undefined) => T | undefined

function readWidget(widget: Widget, prefix: string, read: Read): Widget {
  const place = read(`${prefix}at`, parsePlace) ?? widget.place
  const { options } = widgetSpecs[widget.kind]
  return options.reduce<Widget>(
    (tuned, option) => {
      const value = read(`${prefix}${keyOf(option)}`, (text) => parseValue(option, text))
      return value === undefined ? tuned : withValue(tuned, option, value)
    },
    { ...widget, place },
  )
}

type Pair = [key: string, value: string]

function placePairs({ kind, place }: Widget, prefix: string, widgets: number): readonly Pair[] {
  const text = placeText(place)
  return text === placeText(usualPlace(kind, widgets)) ? [] : [[`${prefix}at`, text]]
}

function optionPairs(widget: Widget, prefix: string): readonly Pair[] {
  return widgetSpecs[widget.kind].options
    .filter((option) => valueOf(widget, option) !== option.default)
    .map((option) => [`${prefix}${keyOf(option)}`, valueText(valueOf(widget, option))])
}

function placeText({ left, top, width, height }: Box): string {
  return [left, top, width, height].map((percent) => Math.round(percent * 10) / 10).join(',')
}

function parsePlace(text: string): Box | undefined {
  const numbers = text.split(',').map((one) => (one.trim() === '' ? NaN : Number(one)))
  const [left, top, width, height, ...rest] = numbers
  return rest.length > 0 ? undefined : placeOf({ left, top, width, height })
}
