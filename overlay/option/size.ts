/** The size of an element. */
export const size = {
  default: 20,
  min: 12,
  max: 48,
  unit: 'px',
  property: '--danmu-size',
} as const
