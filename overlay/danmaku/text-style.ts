import { tokenOf } from '../theme/line-token.ts'
import { type PillKind, pillKinds } from './line-kind.ts'

/** The text style of lines; lengths in CSS px. */
export interface TextStyle {
  readonly family: string
  readonly weight: string
  readonly sizePx: number
  /** The distance from one baseline to the next. */
  readonly pitchPx: number
  /** The width of the outline of plain lines. */
  readonly outlinePx: number
  readonly textColor: string
  readonly outlineColor: string
  readonly pillColors: Readonly<Record<PillKind, string>>
}

/** The text options that are not in the CSS style. */
export interface TextStyleOptions {
  readonly sizePx: number
  /** A list of font families to try before those of the style; may be empty. */
  readonly font: string
  /** The outline width; absent for one that fits the size. */
  readonly outlinePx?: number
}

/** Returns the text style of an element's CSS style and its options. */
export function textStyleOf(style: CSSStyleDeclaration, options: TextStyleOptions): TextStyle {
  const { sizePx, font, outlinePx = Math.max(2, sizePx / 14) } = options
  const families = tokenOf(style, '--danmu-font')
  return {
    family: font === '' ? families : `${font}, ${families}`,
    weight: tokenOf(style, '--danmu-weight'),
    sizePx,
    pitchPx: pitchOf(sizePx),
    outlinePx,
    textColor: tokenOf(style, '--danmu-text'),
    outlineColor: tokenOf(style, '--danmu-outline'),
    pillColors: Object.fromEntries(
      pillKinds.map((kind) => [kind, tokenOf(style, `--danmu-${kind}`)]),
    ) as TextStyle['pillColors'], // every one of them
  }
}

/** Returns true if two text styles draw the same. */
export function sameTextStyle(one: TextStyle, other: TextStyle): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const gridPx = 4
const leading = 1.5 // a line box of 1.25 and space, so that outlines of two rows never touch

function pitchOf(sizePx: number): number {
  return Math.ceil((sizePx * leading) / gridPx) * gridPx
}
