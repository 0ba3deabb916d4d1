import type { DeclaredOptions } from './declared.ts'
import { size } from './size.ts'

/** The options of the panel of gifts. */
export const giftPanelOptions = { look: { size } } as const satisfies DeclaredOptions
