const light = '#ffffff'
const dark = '#16130d'

/**
 * Returns the text colour with the higher contrast on a colour: light or dark.
 *
 * @param color - `#rrggbb`, as a canvas gives colours back; anything else counts as dark.
 * @see https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
 */
export function contrastColorOn(color: string): string {
  const background = luminance(color)
  return contrast(background, luminance(dark)) > contrast(background, luminance(light))
    ? dark
    : light
}

/** Returns the contrast ratio of two `#rrggbb` colours, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  return contrast(luminance(one), luminance(other))
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

function luminance(color: string): number {
  const channels = /^#(..)(..)(..)$/.exec(color)?.slice(1) ?? []
  const [red = 0, green = 0, blue = 0] = channels.map((pair) => linear(parseInt(pair, 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(channel: number): number {
  return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
