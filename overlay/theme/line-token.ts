/**
 * The tokens of flying lines and of the overlay's own texts: custom properties with their defaults.
 * They can be set on any ancestor.
 */
export const lineTokens = {
  // Emoji before the system's font, which may have them in black and white.
  '--danmu-font': `"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", Arial, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", system-ui, sans-serif`,
  '--danmu-weight': '600',
  '--danmu-text': '#ffffff',
  '--danmu-outline': '#000000',
  '--danmu-plate': '#14161acc',
  '--danmu-accent': '#4fb3ff',
  '--danmu-danger': '#ff6b61',
  // Price tiers from cool to hot: slate, teal, blue, violet, magenta, gold.
  '--danmu-paid-1': '#4a5a70',
  '--danmu-paid-2': '#0f766e',
  '--danmu-paid-3': '#1f5fd6',
  '--danmu-paid-4': '#6d3bd8',
  '--danmu-paid-5': '#b3208f',
  '--danmu-paid-6': '#ffc233',
  // Guard ranks: governor, admiral, captain.
  '--danmu-guard-1': '#c2261f',
  '--danmu-guard-2': '#8a35c4',
  '--danmu-guard-3': '#1671b8',
} as const

type LineToken = keyof typeof lineTokens

/** Reads a token from an element's computed style. */
export function tokenOf(style: CSSStyleDeclaration, token: LineToken): string {
  return style.getPropertyValue(token).trim() || lineTokens[token]
}

/** Returns a token for use in a style sheet: `var(--danmu-…, its default)`. */
export function lineTokenVar(token: LineToken): string {
  return `var(${token}, ${lineTokens[token]})`
}
