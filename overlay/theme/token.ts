import { lineTokens } from './line-token.ts'

/**
 * The tokens of everything that is drawn over video: custom properties with their defaults. They
 * can be set on any ancestor, because no element declares the defaults.
 */
export const tokens = {
  ...lineTokens,
  '--danmu-on-accent': '#04121f',
  '--danmu-size': '20px',
  // For text directly on the video; text on a plate needs none.
  '--danmu-text-shadow': 'none',
  '--danmu-name': '#a9d3ff',
  '--danmu-quiet': '#c3cad6',
  '--danmu-border': '1px solid #ffffff1f',
  '--danmu-radius': '10px',
  '--danmu-shadow': '0 2px 10px #00000059',
  '--danmu-badge': '#3d5a80',
  // Text on the first five price tiers and on guards; text on gold.
  '--danmu-on-paid': '#ffffff',
  '--danmu-on-gold': '#16130d',
} as const

/** The name of a token. */
export type Token = keyof typeof tokens

/** Returns a token for use in a style sheet: `var(--danmu-…, its default)`. */
export function tokenVar(token: Token): string {
  return `var(${token}, ${tokens[token]})`
}
