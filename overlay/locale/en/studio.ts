import type { SourceEvent } from '../../../proto/feed/index.ts'

/** The gain of a login. */
export interface Gain {
  readonly login: NonNullable<SourceEvent['login']>
  /** The limits that would be lifted. */
  readonly lifted: NonNullable<SourceEvent['limits']>
}

const logins = {
  guest: 'Being a guest',
  account: 'Logging in',
  app: 'An app of the platform',
} as const

const limits = {
  masked: 'the names of viewers',
  anonymous: 'the names of anonymous viewers',
  'login-needed': 'all messages',
  sampled: 'the whole chat',
} as const

/** The English texts. */
export const en = {
  /** The label of the toolbar for screen readers. */
  tools: 'Undo, share and test',
  roomsAndOverlays: 'Rooms and overlays',
  copyLink: 'Copy link',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Press Ctrl+C',
  linkHint:
    'In OBS, add a Browser source with this link: 1920 wide, 1080 high; the other way round for a vertical stream.',
  loader: 'Loader file',
  loaderHint: 'In OBS, open this file as a local file: it waits until the server runs.',
  loaderWaits: 'Waiting for danmu-relay…',
  token: 'Token',
  tokenHint:
    'For a server that others can reach, or a private room: anyone who has the link can open the room.',
  embed: 'Embed',
  embedHint: 'For a page of your own. Its address must be in ORIGINS of the server.',
  close: 'Close',
  undo: 'Undo',
  redo: 'Redo',
  test: 'Test event',
  testKinds: {
    chat: 'Chat',
    gift: 'Gift',
    combo: 'Gift combo',
    superchat: 'Paid message',
    membership: 'Member',
    enter: 'Enter',
    follow: 'Follow',
    like: 'Likes',
  },
  testToPreview: 'To the preview',
  testToObs: 'To what OBS shows now',
  testSent: 'Sent',
  testNeedsRoom: 'Open a room first: test events go to the overlays that show it.',
  rooms: 'Rooms',
  roomsEmpty: 'No room is open. Paste a link above, or start the demo.',
  roomFacts: (readers: number, events: number): string =>
    `${readers} connected · ${events} ${events === 1 ? 'event' : 'events'}`,
  roomGain: ({ login, lifted }: Gain): string =>
    `${logins[login]} adds ${lifted.map((limit) => limits[limit]).join(', ')}`,
  roomUse: (room: string): string => `Use ${room}`,
  roomAdd: 'Keep this room open',
  roomAddHint: 'A room with a name stays connected, even while no overlay shows it.',
  roomName: 'Name, e.g. my-room',
  roomStart: (room: string): string => `Start ${room}`,
  roomStop: (room: string): string => `Stop ${room}`,
  roomOff: 'stopped',
  overlays: 'Named overlays',
  overlaysEmpty: 'Give this overlay a name, and changes here appear in OBS at once.',
  overlayName: 'Name, e.g. main',
  badName: 'A name has a-z, 0-9 and -, up to 64 characters.',
  save: 'Save',
  overlayLive: (name: string): string => `${name}: changes appear in OBS at once`,
  overlaySaving: (name: string): string => `${name}: saving…`,
  overlayUnsaved: (name: string): string => `${name}: the last changes are not saved`,
  overlayOpen: (name: string): string => `Open ${name}`,
  overlayLeave: 'Stop syncing',
  overlayRemove: (name: string): string => `Remove ${name}`,
  /** The question before an overlay is removed. */
  overlayRemoveSure: (name: string): string => `Remove ${name} for good, from OBS too?`,
  sure: 'Sure?',
  widgets: 'Widgets',
  widgetAdd: 'Add',
  widgetRemove: (name: string): string => `Remove ${name}`,
  noWidget: 'Nothing is on the picture yet: add a widget above.',
  theme: 'Theme',
  scheme: 'Colours',
  schemes: { auto: 'Default', dark: 'Dark', light: 'Light' },
  options: 'Options',
  search: 'Search options',
  nothingFound: 'No option of the widgets on the picture is called that.',
  reset: 'Reset',
  resetOne: (name: string): string => `Reset ${name}`,
  noUse: 'This value is not valid; the last valid one is kept.',
  preview: 'Preview',
  shape: 'Shape',
  backdrop: 'Background',
  backdrops: { checker: 'Transparent', dark: 'Dark', light: 'Light', still: 'Video' },
  clear: 'Clear',
  box: (widget: string): string => `Box of ${widget}`,
  boxHint: 'Drag to move, the corner to resize; arrow keys move, with Shift they resize.',
  boxFull: 'Fill the picture',
  traffic: 'Events of the preview',
  trafficKinds: { live: 'Live room', made: 'Simulated', recorded: 'Recording' },
  perSecond: 'Rate',
  rate: (perSecond: number): string => `${perSecond} per second`,
  burst: 'Burst of 200',
  recordingOpen: 'Another recording…',
  recordingBad:
    'This file is not a recording: it must be .ndjson.gz or .ndjson, with one event on each line.',
  steps: [
    'Paste the link of a live room, or start the demo.',
    'Pick widgets and a theme on the right; drag them into position.',
    'Copy the link into a Browser source in OBS, 1920 wide and 1080 high.',
  ],
  dock: 'Dock',
}
