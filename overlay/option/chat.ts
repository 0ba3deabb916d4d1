import type { DeclaredGroup, DeclaredOptions } from './declared.ts'
import { motion } from './feed.ts'
import { size } from './size.ts'

/** The event types that a chat list shows by default. */
export const chatKinds = 'chat gift superchat membership'

/** The options of the chat list. */
export const chatOptions = {
  look: { size },
  behaviour: {
    max: { default: 60, min: 5, max: 200, step: 5, unit: 'count' },
    'fade-after': { default: 0, max: 120, step: 5, unit: 'seconds' },
    merge: { default: 3, max: 30, unit: 'seconds' },
    budget: { default: 1.2, max: 5, step: 0.1, unit: 'seconds' },
    motion,
    interactive: { default: false, reflect: true },
  },
} as const satisfies DeclaredOptions

/** Its filters besides those of all elements. */
export const chatFilters = {
  kinds: { default: chatKinds, anyOf: `${chatKinds} enter follow share like` },
} as const satisfies DeclaredGroup
