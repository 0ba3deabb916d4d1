import type { DeclaredOptions } from './declared.ts'
import { size } from './size.ts'

/** The options of the input of comments. */
export const inputOptions = { look: { size } } as const satisfies DeclaredOptions
