import { closeCodes } from '../../../proto/feed/index.ts'
import type { ConnectionWords } from './words.ts'

/** The English texts. */
export const en: ConnectionWords = {
  disconnected: 'No connection to the danmaku server; trying again',
  refused: 'The link or its token is not valid: copy it again from the studio',
  closed: {
    [closeCodes.noSuchRoom]: 'There is no such room, or it is private',
    [closeCodes.roomOff]: 'This room is stopped; it comes back by itself',
  },
}
