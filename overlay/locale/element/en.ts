import { en as overlay } from '../en.ts'
import type { ElementWords } from './words.ts'

const counts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** English. */
export const en: ElementWords = {
  ...overlay,
  roles: { anchor: 'Host', admin: 'Mod' },
  deeds: { enter: 'came in', follow: 'follows now', share: 'shared the room', like: 'sent likes' },
  andOthers: (others) => `and ${others} more`,
  to: (name) => `to ${name}`,
  outOf: (box) => `out of ${box}`,
  replyTo: (name) => `to @${name}`,
  count: (count) => counts.format(count),
  figureNames: {
    online: 'Watching',
    connections: 'Connections',
    seen: 'Viewers',
    likes: 'Likes',
    followers: 'Followers',
    income: 'Income',
    paid: 'Received',
  },
  boards: {
    contribution: 'Top givers',
    'online-rank': 'Top viewers',
    'gold-rank': 'Top givers',
    room: 'This broadcast',
  },
  limits: {
    masked: 'the platform hides who viewers are; logging in shows them',
    anonymous: 'some viewers are anonymous; logging in does not show who they are',
    'login-needed': 'the platform tells all only after logging in',
    sampled: 'the platform sends only a part of the messages',
  },
  lastEvent: (seconds) => (seconds === undefined ? 'no event yet' : `last event ${seconds} s ago`),
  framesPerSecond: (fps) => `${fps} frames/s`,
  dropped: (count) => `dropped ${count}`,
  missed: (count) => `missed ${count}`,
  chat: 'Chat',
  superchats: 'Paid messages',
}
