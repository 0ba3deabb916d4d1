import type { DeclaredGroup, DeclaredOptions, WordsIn } from './declared.ts'
import { filters, motion } from './feed.ts'
import { size } from './size.ts'

/** The names of all figures. */
export const figures = 'online connections seen likes followers income paid'

/** A figure that can be shown or be a goal. */
export type Figure = WordsIn<typeof figures>

/** The options of figures and a goal. */
export const statsOptions = {
  look: { size },
  behaviour: {
    figures: { default: 'online likes', anyOf: figures },
    goal: { default: 0, max: 10_000, step: 50, unit: 'count' },
    'goal-of': { default: 'paid', oneOf: figures },
    'paid-before': { default: 0, max: 10_000, step: 10, unit: 'yuan' },
    motion,
  },
} as const satisfies DeclaredOptions

const { 'min-level': _level, ...withoutLevel } = filters

/** Their filters. */
export const statsFilters = withoutLevel satisfies DeclaredGroup
