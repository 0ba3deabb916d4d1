import type { EventType, RoomEvent } from '../../../proto/feed/index.ts'
import type { AddressRefusal } from '../../../proto/input/address-reading.ts'

/** The reasons why a text that a user typed in opens no room. */
type RoomProblem = AddressRefusal | 'dead-link' | 'no-answer' | 'login' | 'silence'

/** The values that a text about the problem of a room may use. */
export interface ProblemFacts {
  /** The name of the site, or empty. */
  readonly site: string
  /** The word for what identifies a room on that site, or empty. */
  readonly ref: string
  /** Example addresses of rooms that a user can paste. */
  readonly examples: string
}

/** The values that a notice may use. */
export interface NoticeFacts {
  readonly text: string
  readonly count: number | undefined
}

const roomProblem: Readonly<Record<RoomProblem, (facts: ProblemFacts) => string>> = {
  empty: () => 'Paste a room link first, or start the demo.',
  unreadable: ({ examples }) =>
    `This is not a room link. Paste one such as ${examples}, or an id such as demo:busy.`,
  'unknown-site': ({ examples }) =>
    `This site is not supported. Paste a room link such as ${examples}.`,
  'unknown-platform': ({ site, examples }) =>
    `There is no platform called ${site}. Paste a room link such as ${examples}.`,
  'no-room': ({ site, examples }) =>
    `This page of ${site} names no room. Open the room and paste its address, such as ${examples}.`,
  profile: ({ site, examples }) =>
    `This is a profile${site && ` on ${site}`}, not a room. Open the room from there and paste its address, such as ${examples}.`,
  video: ({ site, examples }) =>
    `This is a video or post on ${site}, not a room. Paste the address of a room, such as ${examples}.`,
  'bad-ref': ({ site, ref, examples }) =>
    ref === '' ? `${site} has no such room.` : `A room of ${site} is ${ref}, as in ${examples}.`,
  'other-site': ({ site }) => `This is a room of ${site}.`,
  off: ({ site }) => `${site} is switched off on this server (PLATFORMS).`,
  cut: () => 'This link was cut short where it was shown. Copy the whole link.',
  overlay: () =>
    'This is the link of an overlay and names no room. Open it from the list of overlays.',
  'dead-link': () =>
    'This link leads to no room. Open it in a browser and paste the address it leads to.',
  'no-answer': () =>
    'The site did not answer with a room. Open the link in a browser, then paste the address it leads to.',
  login: () =>
    'To follow this link, log in first; or open it in a browser and paste the address it leads to.',
  silence: () => 'The server cannot be reached. Check that danmu-relay is running.',
}

/** The English texts. */
export const en = {
  /** The name of the other language, in that language. */
  otherLanguage: '中文',
  /** The label of the choice of the colour scheme. */
  scheme: 'Colours of this page',
  schemes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  unknownKey: (name: string): string => `The link has an unknown parameter: ${name}`,
  badValue: (name: string): string => `The value of ${name} is not valid; the default is used`,
  noRoom: 'No room is chosen: add ?room=… to the link',
  notARoom: (text: string): string => `“${text}” is not a room`,
  roomLabel: 'Room link or id',
  roomHint: 'Paste a room link or id, such as demo:busy',
  open: 'Open',
  startDemo: 'Start the demo',
  /** Shown while the server asks a site which room a link leads to. */
  roomLooking: 'Asking the site which room this is…',
  whichRoom: 'Which room do you mean?',
  /** A room of this server, as one of several choices. */
  ownRoom: (name: string): string => `Room ${name} of this server`,
  /** The separator between two examples. */
  or: ' or ',
  roomProblem,
  retry: 'Try again',
  saved: 'Saved.',
  saveAgain: 'Save again',
  /** The time of the next attempt. @param seconds - is 0 while the attempt is in progress. */
  retryIn: (seconds: number): string =>
    seconds === 0 ? 'Trying again…' : `Next try in ${seconds} s`,
  refusedTitle: 'The server did not open this room',
  silentTitle: 'The server cannot be reached',
  silentHint: 'Check that danmu-relay is running; this page reconnects automatically.',
  rate: (perSecond: number): string => `${perSecond} events/s`,
  online: (people: number): string => `${people} watching`,
  /** The part of the chat that is received, and a hint if logging in would help. */
  coverage: (
    { received, of }: { readonly received: number; readonly of: number },
    canLogIn: boolean,
  ): string => {
    const lines =
      received === 0
        ? 'no line of the chat arrives'
        : received === 1
          ? `about one line in ${inWords(of)} of the chat arrives`
          : `about ${inWords(received)} lines in ${inWords(of)} of the chat arrive`
    return canLogIn ? `${lines}: log in to receive more` : lines
  },
  emptyTitle: 'Danmaku over your stream, in three steps',
  events: 'Live events',
  noEvents: 'Once a room is open, its last 50 events are listed here.',
  eventTypes: {
    chat: 'Chat',
    gift: 'Gift',
    superchat: 'Superchat',
    membership: 'Member',
    like: 'Like',
    enter: 'Enter',
    follow: 'Follow',
    share: 'Share',
    stats: 'Stats',
    rank: 'Rank',
    room: 'Room',
    lottery: 'Lottery',
    redpacket: 'Red packet',
    retract: 'Retract',
    notice: 'Notice',
    source: 'Source',
  } satisfies Readonly<Record<EventType, string>>,
  liked: (name: string, count: number): string =>
    `${name} liked ${count === 1 ? 'once' : `${count} times`}`,
  ranked: (board: string, people: number): string => `${board}: ${people} people`,
  roomStates: {
    live: 'Live',
    paused: 'Paused',
    ended: 'Ended',
    offline: 'Offline',
  } satisfies Readonly<Record<RoomEvent['state'], string>>,
  /** The texts by code; a notice with an unknown code has the platform's own text only. */
  notices: {
    'unknown-method': ({ text, count = 0 }): string =>
      `${count} unknown messages ${text} were received: something may be missing`,
    'unknown-sibling': ({ text }): string =>
      `A new form of a known message was received, ${text}: a part of it may be missing`,
    'vanished-type': ({ text }): string =>
      `No "${text}" events for a long time, though there were many: the platform may have changed how it sends them`,
    'events-lost': ({ count }): string =>
      count === undefined ? 'Some events are lost' : `${count} events are lost`,
    'platform-warning': ({ text }): string => `Platform warning: ${text}`,
    'user-blocked': (): string => 'A viewer was banned from the chat',
    'user-muted': (): string => 'A viewer was muted for a while',
    'user-unmuted': (): string => 'A viewer was unmuted',
    'user-kicked': (): string => 'A viewer was removed from the room',
    'chat-muted-for-all': (): string => 'The chat is muted for all viewers',
    'chat-muted-below-badge-level': (): string =>
      'Only viewers with higher badges can chat for now',
    'chat-muted-below-user-level': (): string => 'Only viewers of higher levels can chat for now',
    'chat-muted-below-wealth-level': (): string =>
      'Only viewers of higher wealth levels can chat for now',
    'chat-muted': ({ text }): string => text || 'Some viewers cannot chat for now',
    'messages-recalled': ({ text }): string => text || 'Messages were withdrawn',
    'viewer-acted': ({ text }): string => text || 'A viewer interacted',
    'chat-unmuted': (): string => 'The chat is no longer muted',
    'admins-changed': (): string => 'The moderators have changed',
    'admin-added': (): string => 'A moderator was added',
    'admin-removed': (): string => 'A moderator was removed',
    'stream-node-changed': (): string => 'The broadcast switched to another server',
    'stream-ping-timed-out': (): string => 'The broadcaster’s connection timed out',
  } satisfies Readonly<Record<string, (notice: NoticeFacts) => string>>,
  menu: 'Pages',
  /** The pages in the menu of an account. */
  pages: {
    studio: 'Studio',
    host: 'Live rooms',
    accounts: 'Accounts',
    audit: 'Audit log',
    gifts: 'Gifts',
    ledger: 'Coins',
    me: 'My account',
  },
  login: {
    name: 'Name',
    password: 'Password',
    newPassword: 'New password, 8 characters or more',
    /** The heading above the field for the token of the owner. */
    byLink: 'Log in with the link of the first start',
    hint: 'Use the login link that the server printed when it first started, or paste the token here.',
    token: 'Token',
    register: 'Make an account',
    reset: 'Set a new password',
    guest: 'Join as a guest',
    logOut: 'Log out',
    checking: 'Logging in…',
  },
}

const numbers = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

function inWords(count: number): string {
  return numbers[count] ?? String(count)
}
