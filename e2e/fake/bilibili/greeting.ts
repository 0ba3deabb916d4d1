import type { IncomingMessage } from 'node:http'
import type { Protocol } from './packet.ts'
import type { Verdict } from './peer.ts'

/** The account, device and browser that a token is bound to. */
export interface Grant {
  readonly uid: number
  readonly buvid: string
  readonly agent: string | undefined
}

/** The room that a socket may ask for. */
export interface GreetedRoom {
  readonly id: number
  readonly shortId: number
}

// The fields that the page's player sends; the new ones came with acknowledged delivery.
const oldFields = ['uid', 'roomid', 'protover', 'buvid', 'platform', 'type', 'key'] as const
const newFields = ['support_ack', 'queue_uuid', 'scene'] as const

type Field = (typeof oldFields)[number] | (typeof newFields)[number]

/** The body of a first packet, before it is checked. */
type Greeting = Readonly<Partial<Record<Field, unknown>>>

/** Checks the first packet of a socket. @throws SyntaxError if it is not JSON. */
export function judgeGreeting(
  greeting: string,
  handshake: IncomingMessage,
  room: GreetedRoom,
  grantOf: (token: string) => Grant | undefined,
): Verdict {
  const said = JSON.parse(greeting) as Greeting
  const grant = grantOf(String(said.key))
  if (grant === undefined) return { kind: 'refuse', code: -101, why: 'unknown token' }
  const why = foreignToken(said, grant, handshake) ?? malformedField(said) ?? wrongField(said)
  if (why !== undefined) return { kind: 'refuse', why }
  if (said.roomid !== room.id && said.roomid !== room.shortId) {
    return { kind: 'refuse', why: 'token of another room' }
  }
  // With the short number of a room the client is accepted, gets a popularity of 1, and no message.
  const real = said.roomid === room.id
  const acknowledges = said.support_ack === true
  return {
    kind: 'welcome',
    protocol: said.protover as Protocol, // `malformedField` has checked it
    popularity: real ? 2466 : 1,
    acknowledges,
    // A client that does not acknowledge is accepted, and gets everything except chat.
    accepts: (message) => real && (acknowledges || !isChat(message)),
  }
}

/** Returns true if a message is a chat line. */
export function isChat(message: object): boolean {
  return 'cmd' in message && String(message.cmd).startsWith('DANMU_MSG')
}

/**
 * Returns the reason why the token belongs to another account, device or browser; undefined if it
 * does not.
 */
function foreignToken(
  said: Greeting,
  grant: Grant,
  { headers }: IncomingMessage,
): string | undefined {
  if (said.uid !== grant.uid || said.buvid !== grant.buvid) return 'token of another client'
  return headers['user-agent'] === grant.agent ? undefined : 'token of another browser'
}

function malformedField({ platform, type, protover }: Greeting): string | undefined {
  if (platform !== 'web' || type !== 2) return 'not the web player'
  return [1, 2, 3].includes(Number(protover)) ? undefined : 'unknown protover'
}

/**
 * Returns the wrong field of a greeting. A current player sends all new fields, an old one none.
 */
function wrongField(said: Greeting): string | undefined {
  const known: readonly string[] = [...oldFields, ...newFields]
  const unknown = Object.keys(said).find((name) => !known.includes(name))
  if (unknown !== undefined) return `unknown field ${unknown}`
  if (newFields.every((name) => said[name] === undefined)) return undefined
  if (said.support_ack !== true) return 'support_ack'
  if (!/^[a-z0-9]{8}$/i.test(String(said.queue_uuid))) return 'queue_uuid'
  return said.scene === 'room' ? undefined : 'scene'
}
