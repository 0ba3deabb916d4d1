import { authenticationPacket } from '../wire/packet.ts'

/** Who we say we are, and where we want to listen. */
export interface Credentials {
  /** The account whose cookie fetched the token; 0 for a guest. Another one gets us closed. */
  readonly uid: number
  /** The real number of the room: a short one is accepted and stays silent. */
  readonly roomId: number
  /** The device cookie the token was fetched with. */
  readonly buvid: string
  readonly token: string
  /** 2 asks for zlib, 3 for brotli. */
  readonly protocol: 2 | 3
}

/** The first packet of a web connection. */
export function webAuthenticationPacket(credentials: Credentials): Uint8Array {
  const { uid, roomId, buvid, token, protocol } = credentials
  return authenticationPacket(
    JSON.stringify({
      uid,
      roomid: roomId,
      protover: protocol,
      buvid,
      platform: 'web',
      type: 2,
      key: token,
    }),
  )
}
