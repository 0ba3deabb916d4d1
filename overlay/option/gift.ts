import type { DeclaredOptions } from './declared.ts'
import { motion } from './feed.ts'
import { size } from './size.ts'

/** The options of gift cards. */
export const giftOptions = {
  look: { size },
  behaviour: {
    max: { default: 3, min: 1, max: 8, unit: 'count' },
    volume: { default: 0, max: 1, step: 0.05, unit: 'share' },
    motion,
    effects: { default: '', format: 'json' },
  },
} as const satisfies DeclaredOptions
