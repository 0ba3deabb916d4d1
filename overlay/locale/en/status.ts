import type { ReasonCode, SourceEvent } from '../../../proto/feed/index.ts'

/** The figures of the status line. */
export interface Figures {
  readonly fps: number
  readonly shown: number
  readonly dropped: number
  readonly queued: number
}

const framesPerSecond = (fps: number): string => `${fps} frames/s`
const shown = (lines: number): string => `shown ${lines}`
const dropped = (lines: number): string => `dropped ${lines}`

/** The English texts. */
export const en = {
  /** The text for an unknown reason code. */
  unknown: 'unknown reason',
  states: {
    connecting: 'connecting to the live room',
    open: 'receiving the live room',
    stalled: 'no data from the live room for now',
    blocked: 'refused by the platform',
    ended: 'the broadcast is over',
    failed: 'the live room cannot be reached',
  } satisfies Readonly<Record<SourceEvent['state'], string>>,
  /** The reason why a source is not received, or not completely, and what a user can do. */
  reasons: {
    'no-such-room': 'the platform has no such room: check the number',
    'not-live': 'not live yet; it connects when the broadcast begins',
    'broadcast-ended': 'the broadcast is over',
    'host-unknown': 'the platform’s server is not found: check network, DNS or proxy',
    'connection-refused': 'the platform’s server refuses connections: check network or proxy',
    'timed-out': 'the platform does not answer in time: check network or proxy',
    'tls-failed': 'no encrypted connection: check the clock of this machine and the proxy',
    unreachable: 'the platform cannot be reached: check network or proxy',
    'bad-answer': 'the platform’s answer is not recognized: a newer danmu-relay may help',
    'site-error': 'the platform has an error for now',
    'connection-lost': 'the connection was lost',
    'no-data': 'no data was received for too long',
    'no-messages': 'live, but no messages arrive',
    'slow-down': 'the platform asks for fewer requests',
    'risk-control': 'the platform treats this relay as a bot: open fewer rooms, or log in',
    'session-refused': 'the platform did not accept the session; requesting a new one',
    'handshake-refused': 'the platform refused the connection',
    'not-allowed': 'the platform does not allow it: check the settings',
    'login-expired': 'the login has expired, connected as a guest: log in again',
    unsigned: 'signing failed: check the signer in the settings',
    'credential-missing': 'there is no open-platform credential of this name',
    'app-refused': 'the open platform refuses this app: check its id and keys',
    'identity-code-refused': 'the identity code is wrong: copy it again from the live centre',
    'address-not-listed': 'the open platform does not list the address of this server',
    'room-not-listed': 'this app is not admitted to this room',
    'account-unverified': 'the platform requires a code by text message: verify the account there',
    'too-many-sessions': 'this app is in this room too many times: close one',
    'session-busy': 'the session before has not ended yet',
    'clock-wrong': 'the clock of this machine is wrong: set it',
    'protocol-outdated': 'the platform has changed: a newer danmu-relay is needed',
    'too-many-connects': 'many rooms connect at once; waiting',
    'no-such-source': 'there is no such room: check platform and number',
    stopped: 'stopped',
    'closed-by-hand': 'stopped by hand',
    'closed-by-schedule': 'outside of its schedule',
    'recording-ended': 'the recording is over',
    'recording-unreadable': 'the recording cannot be read',
  } satisfies Readonly<Record<ReasonCode, string>>,
  limits: {
    masked: 'the platform hides the names of viewers; log in to see them',
    anonymous: 'some viewers are anonymous, also after login',
    'login-needed': 'the platform sends everything only after login',
    sampled: 'the platform sends only a part of the messages',
  } satisfies Readonly<Record<NonNullable<SourceEvent['limits']>[number], string>>,
  lastEvent: (seconds: number | undefined): string =>
    seconds === undefined ? 'no event yet' : `last event ${seconds} s ago`,
  framesPerSecond,
  shown,
  dropped,
  missed: (count: number): string => `missed ${count}`,
  figures: ({ fps, shown: lines, dropped: lost, queued }: Figures): string =>
    [framesPerSecond(fps), shown(lines), dropped(lost), `queued ${queued}`].join(' · '),
}
