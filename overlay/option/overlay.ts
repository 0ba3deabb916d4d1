import { defaultOverflow } from '../danmaku/overflow.ts'
import type { DeclaredGroup, DeclaredOptions } from './declared.ts'
import { motion } from './feed.ts'

/** The event types that fly by default. */
export const overlayKinds = 'chat gift superchat membership'

const share = { default: 1, min: 0.1, max: 1, step: 0.05, unit: 'share' } as const

/** The options of flying lines. */
export const overlayOptions = {
  look: {
    size: { default: 32, min: 14, max: 72, unit: 'px', attribute: 'font-size' },
    area: share,
    opacity: share,
    outline: { default: -1, min: -1, max: 8, unit: 'px', auto: -1 },
    font: { default: '', format: 'font' },
    portrait: { default: false },
    'keep-out': { default: '', format: 'boxes' },
  },
  behaviour: {
    speed: { default: 8, min: 3, max: 20, step: 0.5, unit: 'seconds' },
    overflow: { default: defaultOverflow, anyOf: 'merge queue speed overlap drop' },
    'max-age': { default: 1.5, max: 10, step: 0.5, unit: 'seconds' },
    interactive: { default: false },
    motion,
  },
} as const satisfies DeclaredOptions

/** Their filters besides those of all elements. */
export const overlayFilters = {
  kinds: { default: overlayKinds, anyOf: overlayKinds },
} as const satisfies DeclaredGroup
