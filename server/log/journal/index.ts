/** The public face of the journal: a room's log in append-only files. */
export { openJournal } from './open.ts'
export type { Remains } from './remains.ts'
