import type { closeCodes } from '../../../proto/feed/index.ts'

/** The texts about a missing connection to the server. */
export interface ConnectionWords {
  readonly disconnected: string
  /** The server refuses the connection because of the link or its token. */
  readonly refused: string
  /** The texts that replace the two general ones for these close codes. */
  readonly closed: Readonly<Record<RoomCloseCode, string>>
}

type RoomCloseCode = (typeof closeCodes)['noSuchRoom' | 'roomOff']
