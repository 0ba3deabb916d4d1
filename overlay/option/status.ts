import type { DeclaredOptions } from './declared.ts'
import { size } from './size.ts'

/** The options of the status panel. */
export const statusOptions = { look: { size } } as const satisfies DeclaredOptions
