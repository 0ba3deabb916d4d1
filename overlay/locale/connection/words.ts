import type { closeCodes } from '../../../proto/feed/index.ts'

/** Why there is no connection to the server. */
export interface ConnectionWords {
  readonly disconnected: string
  /** The server will not let us in, for a reason that is the link's. */
  readonly refused: string
  /** In place of these two where the close code tells more. */
  readonly closed: Readonly<Record<RoomCloseCode, string>>
}

type RoomCloseCode = (typeof closeCodes)['noSuchRoom' | 'roomOff']
