/** The themes of the kit. */
export const themes = [
  'dark-glass',
  'light-card',
  'classic-chat',
  'bubble',
  'minimal',
  'pixel',
] as const

/** The name of a theme. */
export type Theme = (typeof themes)[number]
