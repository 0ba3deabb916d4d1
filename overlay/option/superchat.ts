import type { DeclaredGroup, DeclaredOptions } from './declared.ts'
import { motion } from './feed.ts'
import { size } from './size.ts'

/** The event types that are pinned by default. */
export const superchatKinds = 'superchat'

/** The options of paid messages. */
export const superchatOptions = {
  look: { size },
  behaviour: { max: { default: 20, min: 1, max: 50, unit: 'count' }, motion },
} as const satisfies DeclaredOptions

/** Their filters besides those of all elements. */
export const superchatFilters = {
  kinds: { default: superchatKinds, anyOf: 'superchat membership' },
} as const satisfies DeclaredGroup
