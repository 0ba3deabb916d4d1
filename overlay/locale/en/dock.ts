/** The English texts. */
export const en = {
  title: 'Dock',
  chat: 'Chat',
  chatEmpty: 'Chat messages appear here.',
  thanks: 'To thank',
  thanksEmpty: 'Gifts, paid messages and members are listed here until you mark them as thanked.',
  thank: (name: string): string => `Thanked ${name}`,
  thankAll: 'All thanked',
  pinned: 'Pinned',
  pin: 'Pin',
  unpin: 'Unpin',
  hide: (name: string): string => `Hide ${name} here and in OBS`,
  hidden: (people: number): string => `${people} hidden`,
  showAgain: 'Show again',
  follow: 'To the newest',
  waiting: 'Looking for the overlay…',
  noRoom: 'This overlay has no room yet: open it in the studio and choose one.',
}
