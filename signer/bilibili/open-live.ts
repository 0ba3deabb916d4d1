import { createHash, createHmac } from 'node:crypto'

/** A credential from the open platform. All of it except the id is secret. */
export interface OpenLiveCredential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly appId: number
  /** The streamer's identity code (身份码), with which anyone may receive the room. */
  readonly code: string
}

/** The values that make one request different from all others. */
export interface Occasion {
  /** Never used before; a second use is refused. */
  readonly nonce: string
  /** The time, epoch milliseconds. */
  readonly at: number
}

/** A request to the open platform, ready to be sent: `body` exactly as it was signed. */
export interface SignedCall {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The calls that belong to one game, the platform's word for a session of an app in a room. */
export type Call = 'start' | 'heartbeat' | 'batchHeartbeat' | 'end'

type Body = (credential: OpenLiveCredential, gameId: string) => object

const bodies: Readonly<Record<Call, Body>> = {
  start: ({ code, appId }) => ({ code, app_id: appId }),
  heartbeat: (_, gameId) => ({ game_id: gameId }),
  // The ids of several games, with commas between them.
  batchHeartbeat: (_, gameIds) => ({ game_ids: gameIds.split(',') }),
  end: ({ appId }, gameId) => ({ app_id: appId, game_id: gameId }),
}

/** Returns true if the open platform has a call of this name. */
export function isCall(name: string | undefined): name is Call {
  return name !== undefined && Object.hasOwn(bodies, name)
}

/** Fills in the fields of the credential, and signs the call. A `start` has no game yet. */
export function signCall(
  call: Call,
  gameId: string,
  credential: OpenLiveCredential,
  occasion: Occasion,
): SignedCall {
  const body = JSON.stringify(bodies[call](credential, gameId))
  return { body, headers: signatureHeaders(body, credential, occasion) }
}

/** Returns the headers that authenticate a body. */
export function signatureHeaders(
  body: string,
  { accessKeyId, accessKeySecret }: Pick<OpenLiveCredential, 'accessKeyId' | 'accessKeySecret'>,
  { nonce, at }: Occasion,
): Readonly<Record<string, string>> {
  // Signed in this order, which is alphabetical.
  const signed = {
    'x-bili-accesskeyid': accessKeyId,
    'x-bili-content-md5': createHash('md5').update(body).digest('hex'),
    'x-bili-signature-method': 'HMAC-SHA256',
    'x-bili-signature-nonce': nonce,
    'x-bili-signature-version': '1.0',
    'x-bili-timestamp': String(Math.floor(at / 1000)),
  }
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}`)
  const authorization = createHmac('sha256', accessKeySecret).update(lines.join('\n')).digest('hex')
  return { ...signed, authorization }
}
