import { authenticationPacket } from '../bilibili-packet/packet.ts'

/** The declaration of the web player. */
export interface Player {
  /** 2 requests zlib, 3 brotli. */
  readonly protover: 2 | 3
  readonly platform: string
  readonly type: number
  /**
   * True if the client declares that it acknowledges messages, together with its scene. Since
   * September 2026 a client that does not declare it receives no chat.
   */
  readonly acknowledges: boolean
  readonly scene: string
}

/** The identity of the client and its room. */
export interface AuthBody {
  /**
   * The account whose cookie fetched the token; 0 for a guest. The server closes the connection for
   * another one.
   */
  readonly uid: number
  /** The real number of the room: a short one is accepted and stays silent. */
  readonly roomId: number
  /** The device cookie with which the token was fetched. */
  readonly buvid: string
  readonly token: string
  /** The name of the queue of messages to acknowledge: 8 letters or digits. */
  readonly queue: string
  readonly player: Player
}

/** Returns the first packet of a web connection. */
export function webAuthenticationPacket(credentials: AuthBody): Uint8Array {
  const { uid, roomId, buvid, token, queue, player } = credentials
  const acknowledging = { support_ack: true, queue_uuid: queue, scene: player.scene }
  return authenticationPacket(
    JSON.stringify({
      uid,
      roomid: roomId,
      protover: player.protover,
      buvid,
      ...(player.acknowledges && acknowledging),
      platform: player.platform,
      type: player.type,
      key: token,
    }),
  )
}
