import type { DeclaredGroup, DeclaredOptions } from './declared.ts'
import { motion } from './feed.ts'
import { size } from './size.ts'

/** The event types that are greeted by default. */
export const enterKinds = 'enter'

/** The options of the greeting line. */
export const enterOptions = {
  look: { size },
  behaviour: { motion },
} as const satisfies DeclaredOptions

/** Its filters besides those of all elements. */
export const enterFilters = {
  kinds: { default: enterKinds, anyOf: 'enter follow share like' },
} as const satisfies DeclaredGroup
