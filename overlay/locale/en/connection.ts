import type { Status } from '../../client/reduce.ts'
import { closeCodes } from '../../../proto/feed/index.ts'

/** The English texts. */
export const en = {
  states: {
    connecting: 'Connecting',
    open: 'Connected',
    waiting: 'Connection lost, trying again',
    refused: 'Cannot be opened',
    closed: 'Not connected',
  } satisfies Readonly<Record<Status['kind'], string>>,
  disconnected: 'No connection to the danmaku server; trying again',
  /** The server refuses the connection because of the link or its token. */
  refused: 'The link or its token is not valid: copy it again from the studio',
  /** The texts that replace the two general ones for these close codes. */
  closed: {
    [closeCodes.noSuchRoom]: 'There is no such room, or it is private',
    [closeCodes.roomOff]: 'This room is stopped; it reconnects automatically',
  },
}
