import type { DockWords } from './words.ts'

/** The English texts. */
export const en: DockWords = {
  title: 'Dock',
  chat: 'Chat',
  chatEmpty: 'What viewers say appears here.',
  thanks: 'To thank',
  thanksEmpty: 'Gifts, paid messages and members wait here until you thanked for them.',
  thank: (name) => `Thanked ${name}`,
  thankAll: 'All thanked',
  pinned: 'Pinned',
  pin: 'Pin',
  unpin: 'Unpin',
  hide: (name) => `Hide ${name} here and in OBS`,
  hidden: (people) => `${people} hidden`,
  showAgain: 'Show again',
  saveAgain: 'Save again',
  follow: 'To the newest',
  waiting: 'Looking for the overlay…',
  noRoom: 'This overlay has no room yet: open it in the studio and choose one.',
}
