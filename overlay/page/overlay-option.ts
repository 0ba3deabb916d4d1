import { parseBoxes } from '../danmaku/row.ts'

/** What a link to the OBS page says about its overlay. */
export interface OverlayOptions {
  /** A room id; absent where none is chosen yet. */
  readonly room?: string
  /** Absent means the language of the browser. */
  readonly lang?: string
  /** The part of the height that is used, 0.1 to 1. */
  readonly area: number
  /** 0.1 to 1. */
  readonly opacity: number
  /** Height of the text, px. */
  readonly size: number
  /** Seconds from edge to edge. */
  readonly speed: number
  /** Around letters, px; absent means one that fits the size. */
  readonly outline?: number
  /** A font family, or several, to use before our own. */
  readonly font?: string
  /** What to do with lines that find no room; absent means as the overlay does by itself. */
  readonly overflow?: string
  /** Boxes that stay free, as the attribute `keep-out` has them. */
  readonly keepout?: string
  /** True for a vertical stream. */
  readonly portrait?: boolean
  readonly debug: boolean
}

/** An option that is a number, and always has one. */
export type NumberOption = 'area' | 'opacity' | 'size' | 'speed'

/** An option that is text. */
type TextOption = 'font' | 'overflow' | 'keepout'

/** The bounds of a number, and the step of its slider. */
export interface Range {
  readonly min: number
  readonly max: number
  readonly step: number
}

/** The bounds of each number. */
export const ranges: Readonly<Record<NumberOption, Range>> = {
  size: { min: 14, max: 72, step: 1 },
  area: { min: 0.1, max: 1, step: 0.05 },
  opacity: { min: 0.1, max: 1, step: 0.05 },
  speed: { min: 3, max: 20, step: 0.5 },
}

/** What a link without parameters means. */
export const defaultOptions: OverlayOptions = {
  area: 1,
  opacity: 1,
  size: 32,
  speed: 8,
  debug: false,
}

/** Options, and what could not be understood: names of parameters. */
export interface ReadOptions {
  readonly options: OverlayOptions
  readonly unknown: readonly string[]
  readonly bad: readonly string[]
}

const version = '1'
const bounds = { ...ranges, outline: { min: 0, max: 8 } }
const numberNames = ['area', 'opacity', 'size', 'speed', 'outline'] as const
const flagNames = ['portrait', 'debug'] as const

/** Whether a text is of use. */
const textNames: Readonly<Record<TextOption, (text: string) => boolean>> = {
  font: (text) => !/[;{}]/.test(text),
  overflow: (text) => /^(?:(?:merge|queue|speed|overlap|drop)(?:[\s,]+|$))+$/.test(text),
  keepout: (text) => text.split(';').every((box) => parseBoxes(box).length === 1),
}

const known: ReadonlySet<string> = new Set([
  'v',
  'room',
  'lang',
  ...flagNames,
  ...numberNames,
  ...Object.keys(textNames),
])

/** Reads the query of a link. A value that is no use counts as absent and is named in `bad`. */
export function readOptions(query: URLSearchParams): ReadOptions {
  const numbers = numberNames.map((name) => ({ name, value: numberIn(query, name) }))
  const texts = Object.entries(textNames).map(([name, isGood]) => {
    const value = query.get(name)?.trim() ?? ''
    return { name, value: value === '' ? undefined : isGood(value) ? value : bad }
  })
  const read = [...numbers, ...texts]
  const given = read.filter(({ value }) => value !== undefined && value !== bad)
  const wrong = read.filter(({ value }) => value === bad).map(({ name }): string => name)
  const room = query.get('room') ?? ''
  const lang = query.get('lang') ?? ''
  return {
    options: {
      ...defaultOptions,
      ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
      ...(room === '' ? {} : { room }),
      ...(lang === '' ? {} : { lang }),
      ...(flagIn(query, 'portrait') ? { portrait: true } : {}),
      debug: flagIn(query, 'debug'),
    },
    unknown: [...new Set(query.keys())].filter((name) => !known.has(name)),
    bad: (query.get('v') ?? version) === version ? wrong : [...wrong, 'v'],
  }
}

/** Writes the query of a link; what is as by default is left out. */
export function optionQuery(options: OverlayOptions): string {
  const { room, lang } = options
  const values = [...numberNames, 'font', 'overflow', 'keepout'] as const
  const changed = values.filter((name) => options[name] !== defaultOptions[name])
  const pairs = [
    ['v', version],
    ...(room === undefined ? [] : [['room', room]]),
    ...(lang === undefined ? [] : [['lang', lang]]),
    ...changed.map((name) => [name, String(options[name])]),
    ...flagNames.filter((name) => options[name]).map((name) => [name, '1']),
  ]
  // A room id and a list need no escaping, and people read these links.
  return new URLSearchParams(pairs).toString().replaceAll('%3A', ':').replaceAll('%2C', ',')
}

/** The same options with no room chosen. */
export function withoutRoom({ room: _room, ...others }: OverlayOptions): OverlayOptions {
  return others
}

/** The address of a room's stream, relative to the page. */
export function streamPath(room: string, token?: string): string {
  const query = token === undefined ? '' : `?${new URLSearchParams({ token })}`
  return `/rooms/${room}/stream${query}`
}

/** In place of a value that is no use. */
const bad = Symbol('bad')

function numberIn(
  query: URLSearchParams,
  name: keyof typeof bounds,
): number | typeof bad | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  const value = text.trim() === '' ? NaN : Number(text)
  const { min, max } = bounds[name]
  return value >= min && value <= max ? value : bad
}

function flagIn(query: URLSearchParams, name: (typeof flagNames)[number]): boolean {
  const text = query.get(name)
  return text !== null && text !== '0'
}
