import type { Figure } from '../../option/stats.ts'
import { en as overlay } from './overlay.ts'

const counts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

const boards: Readonly<Record<string, string>> = {
  contribution: 'Top givers',
  'online-rank': 'Top viewers',
  'gold-rank': 'Top givers',
  room: 'This broadcast',
}

/** The English texts. */
export const en = {
  ...overlay,
  roles: { anchor: 'Host', admin: 'Mod' },
  /** The texts of actions without words, to follow the user's name. */
  deeds: { enter: 'came in', follow: 'follows now', share: 'shared the room', like: 'sent likes' },
  /** The text for a number of users besides the one named before. */
  andOthers: (others: number): string => `and ${others} more`,
  to: (name: string): string => `to ${name}`,
  outOf: (box: string): string => `out of ${box}`,
  replyTo: (name: string): string => `to @${name}`,
  /** A count in the format of the language: `1.2万`. */
  count: (count: number): string => counts.format(count),
  figureNames: {
    online: 'Watching',
    connections: 'Connections',
    seen: 'Viewers',
    likes: 'Likes',
    followers: 'Followers',
    income: 'Income',
    paid: 'Received',
  } satisfies Readonly<Record<Figure, string>>,
  boards,
  chat: 'Chat',
  superchats: 'Paid messages',
}
