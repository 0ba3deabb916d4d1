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
  readonly debug: boolean
}

/** An option that is a number. */
export type NumberOption = 'area' | 'opacity' | 'size' | 'speed'

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
const numberNames: readonly NumberOption[] = ['area', 'opacity', 'size', 'speed']
const known: ReadonlySet<string> = new Set(['v', 'room', 'lang', 'debug', ...numberNames])

/** Reads the query of a link. A value that is no use counts as absent and is named in `bad`. */
export function readOptions(query: URLSearchParams): ReadOptions {
  const numbers = numberNames.map((name) => ({ name, value: numberIn(query, name) }))
  const given = numbers.filter(({ value }) => typeof value === 'number')
  const bad = numbers.filter(({ value }) => value === 'bad').map(({ name }): string => name)
  const room = query.get('room') ?? ''
  const lang = query.get('lang') ?? ''
  const debug = query.get('debug')
  return {
    options: {
      ...defaultOptions,
      ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
      ...(room === '' ? {} : { room }),
      ...(lang === '' ? {} : { lang }),
      debug: debug !== null && debug !== '0',
    },
    unknown: [...new Set(query.keys())].filter((name) => !known.has(name)),
    bad: (query.get('v') ?? version) === version ? bad : [...bad, 'v'],
  }
}

/** Writes the query of a link; what is as by default is left out. */
export function optionQuery(options: OverlayOptions): string {
  const { room, lang, debug } = options
  const numbers = numberNames
    .filter((name) => options[name] !== defaultOptions[name])
    .map((name) => [name, String(options[name])])
  const pairs = [
    ['v', version],
    ...(room === undefined ? [] : [['room', room]]),
    ...(lang === undefined ? [] : [['lang', lang]]),
    ...numbers,
    ...(debug ? [['debug', '1']] : []),
  ]
  // A room id needs no escaping, and people read these links.
  return new URLSearchParams(pairs).toString().replaceAll('%3A', ':')
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

function numberIn(query: URLSearchParams, name: NumberOption): number | 'bad' | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  const value = text.trim() === '' ? NaN : Number(text)
  const { min, max } = ranges[name]
  return value >= min && value <= max ? value : 'bad'
}
