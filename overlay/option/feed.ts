import type { DeclaredGroup } from './declared.ts'

/** The amount of motion. */
export const motion = { default: 'auto', oneOf: 'auto full reduced none', reflect: true } as const

/** The filters of an element that shows messages and payments of users. */
export const filters = {
  'block-words': { default: '', format: 'list' },
  'block-users': { default: '', format: 'list' },
  'min-level': { default: 0, max: 100, unit: 'level' },
  'min-value': { default: 0, max: 1_000, unit: 'yuan' },
  'hide-tests': { default: false },
} as const satisfies DeclaredGroup

/** The options that all elements take as attributes, whether the studio offers them or not. */
export const feedOptions = {
  motion,
  kinds: { default: '', anyOf: '' },
  ...filters,
} as const satisfies DeclaredGroup
