/**
 * The tokens of everything that is drawn over video: custom properties with their defaults. Any
 * ancestor may set them; a default that no element declares is what makes that work.
 */
export const tokens = {
  // Emoji before the system's font, which may have them in black and white.
  '--danmu-font': `"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", Arial, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", system-ui, sans-serif`,
  '--danmu-weight': '600',
  '--danmu-text': '#ffffff',
  '--danmu-outline': '#000000',
  '--danmu-plate': '#14161acc',
  '--danmu-accent': '#4fb3ff',
  '--danmu-on-accent': '#04121f',
  '--danmu-danger': '#ff6b61',
  '--danmu-size': '20px',
  // Around text that stands on the video itself; text on a plate needs none.
  '--danmu-text-shadow': 'none',
  '--danmu-name': '#a9d3ff',
  '--danmu-quiet': '#c3cad6',
  '--danmu-border': '1px solid #ffffff1f',
  '--danmu-radius': '10px',
  '--danmu-shadow': '0 2px 10px #00000059',
  '--danmu-badge': '#3d5a80',
  // Price tiers from cool to hot: slate, teal, blue, violet, magenta, gold.
  '--danmu-paid-1': '#4a5a70',
  '--danmu-paid-2': '#0f766e',
  '--danmu-paid-3': '#1f5fd6',
  '--danmu-paid-4': '#6d3bd8',
  '--danmu-paid-5': '#b3208f',
  '--danmu-paid-6': '#ffc233',
  // Text on those: on the first five and on guards, on gold.
  '--danmu-on-paid': '#ffffff',
  '--danmu-on-gold': '#16130d',
  // Guard ranks: governor, admiral, captain.
  '--danmu-guard-1': '#c2261f',
  '--danmu-guard-2': '#8a35c4',
  '--danmu-guard-3': '#1671b8',
} as const

/** The name of a token. */
export type Token = keyof typeof tokens

/** Reads a token as an element's computed style has it. */
export function tokenOf(style: CSSStyleDeclaration, token: Token): string {
  return style.getPropertyValue(token).trim() || tokens[token]
}

/** A token for use inside a stylesheet: `var(--danmu-…, its default)`. */
export function tokenVar(token: Token): string {
  return `var(${token}, ${tokens[token]})`
}
