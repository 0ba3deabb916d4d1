import { tokenOf } from '../theme/line-token.ts'
import type { LineKind } from './line-kind.ts'

/** How lines are drawn; lengths in CSS px. */
export interface TextStyle {
  readonly family: string
  readonly weight: string
  readonly sizePx: number
  /** The distance from one baseline to the next. */
  readonly pitchPx: number
  /** Around the letters of plain lines. */
  readonly outlinePx: number
  readonly textColor: string
  readonly outlineColor: string
  readonly pillColors: Readonly<Record<Exclude<LineKind, 'plain'>, string>>
}

/** What is asked of a look beside the style. */
export interface TextStyleOptions {
  readonly sizePx: number
  /** A font family, or several, to be tried before those of the style; may be empty. */
  readonly font: string
  /** Absent for one that fits the size. */
  readonly outlinePx?: number
}

/** The look that an element's style and its attributes ask for. */
export function textStyleOf(style: CSSStyleDeclaration, wishes: TextStyleOptions): TextStyle {
  const { sizePx, font, outlinePx = Math.max(2, sizePx / 14) } = wishes
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
      pills.map((tone) => [tone, tokenOf(style, `--danmu-${tone}`)]),
    ) as TextStyle['pillColors'], // every one of them
  }
}

/** True if two looks draw the same. */
export function sameTextStyle(one: TextStyle, other: TextStyle): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const pills = [
  'paid-1',
  'paid-2',
  'paid-3',
  'paid-4',
  'paid-5',
  'paid-6',
  'guard-1',
  'guard-2',
  'guard-3',
] as const
const gridPx = 4
const leading = 1.5 // a line box of 1.25 and air, so that outlines of two rows never touch

function pitchOf(sizePx: number): number {
  return Math.ceil((sizePx * leading) / gridPx) * gridPx
}
