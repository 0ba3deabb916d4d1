import type { RoomEvent } from '../../../proto/feed/index.ts'

/** The English texts. */
export const en = {
  notFound: 'There is no such room, or it is private.',
  logInToSee: 'If it is yours, or you are a member, log in.',
  states: {
    offline: 'Not started',
    live: 'Live',
    paused: 'Paused',
    ended: 'Ended',
  } satisfies Readonly<Record<RoomEvent['state'], string>>,
  host: (name: string): string => `Host: ${name}`,
  follow: 'Follow',
  following: 'Following',
  online: (count: string): string => `${count} watching`,
  like: 'Like',
  danmu: 'Flying comments',
  viewers: 'Viewers',
  noViewers: 'No account is watching right now.',
  chat: 'Chat',
  contributors: 'Top contributors',
  /** The span of a board. */
  spans: { broadcast: 'This broadcast', all: 'All' },
  noContributors: 'Nobody has sent a gift yet.',
  manage: 'Manage this room',
}
