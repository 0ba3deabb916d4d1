import type { PageWords } from './words.ts'

/** The English texts. */
export const en: PageWords = {
  otherLanguage: '中文',
  scheme: 'Colours of this page',
  schemes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  unknownKey: (name) => `The link has a parameter nobody knows: ${name}`,
  badValue: (name) => `The value of ${name} is no use; the default is taken`,
  noRoom: 'No room is chosen: add ?room=… to the link',
  notARoom: (text) => `“${text}” is not a room`,
  roomLabel: 'Room link or id',
  roomHint: 'Paste a room link or id, such as demo:busy',
  open: 'Open',
  startDemo: 'Start the demo',
  roomLooking: 'Asking the site which room this is…',
  whichRoom: 'Which room do you mean?',
  ownRoom: (name) => `Room ${name} of this server`,
  or: ' or ',
  roomProblem: {
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
      'The site does not say which room this is. Open the link in a browser, then paste the address it leads to.',
    login: () =>
      'To follow this link, log in first; or open it in a browser and paste the address it leads to.',
    silence: () => 'The server cannot be reached. Check that danmu-relay is running.',
  },
  status: {
    connecting: 'Connecting',
    open: 'Connected',
    waiting: 'Connection lost, trying again',
    refused: 'Cannot be opened',
    closed: 'Not connected',
  },
  retry: 'Try again',
  retryIn: (seconds) => (seconds === 0 ? 'Trying again…' : `Next try in ${seconds} s`),
  refusedTitle: 'The server did not open this room',
  silentTitle: 'The server cannot be reached',
  silentHint: 'See that danmu-relay runs; the connection comes back by itself.',
  lastEvent: (seconds) => (seconds === undefined ? 'No event yet' : `Last event ${seconds} s ago`),
  rate: (perSecond) => `${perSecond} events/s`,
  online: (people) => `${people} watching`,
  coverage: ({ received, of }, canLogIn) => {
    const lines =
      received === 0
        ? 'no line of the chat arrives'
        : received === 1
          ? `about one line in ${inWords(of)} of the chat arrives`
          : `about ${inWords(received)} lines in ${inWords(of)} of the chat arrive`
    return canLogIn ? `${lines}: log in to hear more` : lines
  },
  frames: (fps) => `${fps} frames/s`,
  drops: (shown, dropped) => `Shown ${shown} · dropped ${dropped}`,
  missed: (events) => `${events} missing`,
  emptyTitle: 'Danmaku over your stream, in three steps',
  preview: 'Preview',
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
  },
  liked: (name, count) => `${name} liked ${count === 1 ? 'once' : `${count} times`}`,
  ranked: (board, people) => `${board}: ${people} people`,
  roomStates: { live: 'Live', paused: 'Paused', ended: 'Ended', offline: 'Offline' },
  notices: {
    'unknown-method': ({ text, count = 0 }) =>
      `${text} came ${count} times and nobody here knows it: something may be missing`,
    'unknown-sibling': ({ text }) =>
      `${text} came, a new form of a message that is known: what it tells may be missing`,
    'vanished-type': ({ text }) =>
      `No "${text}" events for long, though there were many: the platform may send them otherwise now`,
    'events-lost': ({ count }) =>
      count === undefined ? 'Some events are lost' : `${count} events are lost`,
    'platform-warning': ({ text }) => `Warning of the platform: ${text}`,
    'user-blocked': () => 'Somebody may not write here any more',
    'user-muted': () => 'Somebody may not write here for a while',
    'user-unmuted': () => 'Somebody may write here again',
    'user-kicked': () => 'Somebody was sent out of the room',
    'chat-muted-for-all': () => 'Nobody may write for a while',
    'chat-muted-below-badge-level': () => 'Only higher badges may write for a while',
    'chat-muted-below-user-level': () => 'Only higher levels may write for a while',
    'chat-muted-below-wealth-level': () => 'Only higher wealth levels may write for a while',
    'chat-muted': ({ text }) => text || 'Some people may not write for a while',
    'messages-recalled': ({ text }) => text || 'Something that was said is withdrawn',
    'viewer-acted': ({ text }) => text || 'A viewer did something new here',
    'chat-unmuted': () => 'Everybody may write again',
    'admins-changed': () => 'The moderators have changed',
    'admin-added': () => 'There is a new moderator',
    'admin-removed': () => 'Somebody is no moderator any more',
    'stream-node-changed': () => 'The broadcast comes from another server now',
    'stream-ping-timed-out': () => 'The broadcast does not answer for the moment',
  },
  login: {
    title: 'Log in',
    hint: 'Use the login link that the server printed when it first started, or paste the token here.',
    token: 'Token',
    submit: 'Log in',
    checking: 'Logging in…',
    unreachable: 'The server cannot be reached. See that it runs, then try again.',
  },
}

const numbers = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

function inWords(count: number): string {
  return numbers[count] ?? String(count)
}
