import type { DeclaredOptions } from './declared.ts'
import { size } from './size.ts'

/** The options of the login. */
export const loginOptions = {
  look: { size },
  behaviour: {
    open: { default: false },
    invite: { default: '', format: 'plain' },
  },
} as const satisfies DeclaredOptions
