/** The public face of the journal: a room's log in append-only files. */
export { defaultLimits, type EpochStart, type OpenedJournal, openJournal } from './open.ts'
export type { Disk } from './disk.ts'
export type { Journal } from './journal.ts'
export {
  endEpoch,
  hasJournal,
  type JournalFiles,
  listJournals,
  newestNumber,
  removeJournal,
} from './leftover.ts'
