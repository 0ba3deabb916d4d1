import { tokenOf } from '../theme/token.ts'
import type { Tone } from './line.ts'

/** How lines are drawn; lengths in CSS px. */
export interface Look {
  readonly family: string
  readonly weight: string
  readonly sizePx: number
  /** The distance from one baseline to the next. */
  readonly pitchPx: number
  readonly textColor: string
  readonly outlineColor: string
  readonly pillColors: Readonly<Record<Exclude<Tone, 'plain'>, string>>
}

/** The look that an element's style asks for, at a text size. */
export function lookOf(style: CSSStyleDeclaration, sizePx: number): Look {
  return {
    family: tokenOf(style, '--danmu-font'),
    weight: tokenOf(style, '--danmu-weight'),
    sizePx,
    pitchPx: pitchOf(sizePx),
    textColor: tokenOf(style, '--danmu-text'),
    outlineColor: tokenOf(style, '--danmu-outline'),
    pillColors: {
      'paid-1': tokenOf(style, '--danmu-paid-1'),
      'paid-2': tokenOf(style, '--danmu-paid-2'),
      'paid-3': tokenOf(style, '--danmu-paid-3'),
      'paid-4': tokenOf(style, '--danmu-paid-4'),
      'paid-5': tokenOf(style, '--danmu-paid-5'),
      'paid-6': tokenOf(style, '--danmu-paid-6'),
      'guard-1': tokenOf(style, '--danmu-guard-1'),
      'guard-2': tokenOf(style, '--danmu-guard-2'),
      'guard-3': tokenOf(style, '--danmu-guard-3'),
    },
  }
}

/** True if two looks draw the same. */
export function sameLook(one: Look, other: Look): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const gridPx = 4
const leading = 1.5 // a line box of 1.25 and air, so that outlines of two rows never touch

function pitchOf(sizePx: number): number {
  return Math.ceil((sizePx * leading) / gridPx) * gridPx
}
