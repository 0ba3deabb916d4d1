/** The public face of the journal: a room's log in append-only files. */
export { defaultLimits, type EpochBegin, type OpenedJournal, openJournal } from './open.ts'
export type { Disk } from './disk.ts'
export type { Journal } from './journal.ts'
export {
  endEpoch,
  hasJournal,
  type Leftover,
  listJournals,
  newestNumber,
  removeJournal,
} from './leftover.ts'
