import { en as overlay } from '../en.ts'
import type { ElementWords } from './words.ts'

const counts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** The English texts. */
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
  chat: 'Chat',
  superchats: 'Paid messages',
}
