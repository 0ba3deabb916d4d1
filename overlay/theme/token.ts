import { lineTokens } from './line-token.ts'

/**
 * The tokens of everything that is drawn over video: custom properties with their defaults. Any
 * ancestor may set them; a default that no element declares is what makes that work.
 */
export const tokens = {
  ...lineTokens,
  '--danmu-on-accent': '#04121f',
  '--danmu-size': '20px',
  // Around text that stands on the video itself; text on a plate needs none.
  '--danmu-text-shadow': 'none',
  '--danmu-name': '#a9d3ff',
  '--danmu-quiet': '#c3cad6',
  '--danmu-border': '1px solid #ffffff1f',
  '--danmu-radius': '10px',
  '--danmu-shadow': '0 2px 10px #00000059',
  '--danmu-badge': '#3d5a80',
  // Text on the first five price tiers and on guards, on gold.
  '--danmu-on-paid': '#ffffff',
  '--danmu-on-gold': '#16130d',
} as const

/** The name of a token. */
export type Token = keyof typeof tokens

/** A token for use inside a stylesheet: `var(--danmu-…, its default)`. */
export function tokenVar(token: Token): string {
  return `var(${token}, ${tokens[token]})`
}
