import type { DeclaredGroup, DeclaredOptions } from './declared.ts'
import { filters, motion } from './feed.ts'
import { size } from './size.ts'

/** The options of a board. */
export const rankOptions = {
  look: { size },
  behaviour: {
    rows: { default: 5, min: 1, max: 20, unit: 'count' },
    board: { default: '', format: 'plain' },
    motion,
  },
} as const satisfies DeclaredOptions

const { 'block-words': blockWords, 'block-users': blockUsers } = filters

/** Its filters. */
export const rankFilters = {
  'block-words': blockWords,
  'block-users': blockUsers,
} as const satisfies DeclaredGroup
