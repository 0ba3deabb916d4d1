/** The tokens of a theme's style sheet, for each scheme. */
export type Theme = Readonly<Record<Scheme, Readonly<Record<string, string>>>>

/** A colour scheme; a theme has one of them without `data-danmu`. */
export type Scheme = (typeof schemes)[number]

/** Both schemes. */
export const schemes = ['dark', 'light'] as const

/** The lowest contrast of a text. */
export interface Legibility {
  readonly what: string
  /** The contrast ratio of WCAG 2, 1 to 21. */
  readonly contrast: number
}

type Rgb = readonly [number, number, number]

const inks = ['--danmu-text', '--danmu-name', '--danmu-quiet'] as const
const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

/** Reads the tokens of a theme: those of `:root`, overridden by those of the other scheme. */
export function readTheme(css: string): Theme {
  const rules = [...css.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{([^}]*)\}/g)]
  const tokensOf = (selector: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      rules
        .filter((rule) => (rule[1] ?? '').split(',').some((one) => one.trim() === selector))
        .flatMap((rule) => [...(rule[2] ?? '').matchAll(/(--[\w-]+):\s*([^;]+);/g)])
        .map((match) => [match[1], match[2]]),
    )
  const own = tokensOf(':root')
  return {
    dark: { ...own, ...tokensOf("[data-danmu='dark']") },
    light: { ...own, ...tokensOf("[data-danmu='light']") },
  }
}

/**
 * Returns the contrast of each text colour with its plate, over white and over black video, and
 * with its outline.
 */
export function worstContrast(theme: Theme, scheme: Scheme): readonly Legibility[] {
  const tokens = theme[scheme]
  const plate = tokens['--danmu-plate'] ?? ''
  const outline = over(tokens['--danmu-outline'] ?? '', white)
  const accent = over(tokens['--danmu-accent'] ?? '', white)
  const onAccent = over(tokens['--danmu-on-accent'] ?? '', white)
  return [
    ...inks.flatMap((ink) => {
      const color = over(tokens[ink] ?? '', white)
      const plates = [white, black].map((video) => contrastOf(color, over(plate, video)))
      return [
        { what: `${ink} on the plate`, contrast: Math.min(...plates) },
        { what: `${ink} on its outline`, contrast: contrastOf(color, outline) },
      ]
    }),
    { what: 'a count on the accent', contrast: contrastOf(onAccent, accent) },
  ]
}

/**
 * Returns a colour blended over another. @throws if it is not written as `#rrggbb` or `#rrggbbaa`.
 */
function over(color: string, below: Rgb): Rgb {
  const match = /^#(..)(..)(..)(..)?$/.exec(color.trim())
  if (!match) throw new Error(`a theme needs colours as #rrggbb or #rrggbbaa, not ${color}`)
  const [red, green, blue] = match.slice(1, 4).map((pair) => parseInt(pair, 16))
  const alpha = parseInt(match[4] ?? 'ff', 16) / 255
  const mixed = (top = 0, bottom: number): number => top * alpha + bottom * (1 - alpha)
  return [mixed(red, below[0]), mixed(green, below[1]), mixed(blue, below[2])]
}

function contrastOf(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Returns the relative luminance. @see https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
