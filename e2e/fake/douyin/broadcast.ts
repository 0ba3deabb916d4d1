import { byteLinkFrame, type Transport } from './bytelink.ts'
import { endMessage } from './message.ts'
import type { Connection } from './connection.ts'
import type { Delivery } from '../fault.ts'
import type { SiteRoom } from './site.ts'
import { closeFrame, type FrameHead, messageFrame, responseOf, type RoomMessage } from './wire.ts'

/** A changeable room; its page shows the current values at once. */
export type Room = { -readonly [Name in keyof SiteRoom]: SiteRoom[Name] }

/** A fake room: its messages and its connections. */
export interface Broadcast {
  /** The open connections. */
  readonly connections: ReadonlySet<Connection>
  /** Sends messages to all connections in one frame; the last 15 are stored for later clients. */
  readonly say: (messages: readonly RoomMessage[], delivery?: Delivery) => void
  /** Sets how many times each later message is sent. */
  readonly deliver: (times: number) => void
  /** Adds messages to the stored ones without sending them to a connection. */
  readonly withhold: (messages: readonly RoomMessage[]) => void
  /** Sends bytes unchanged to all connections; `head` if they need an answer. */
  readonly play: (frame: Uint8Array, head?: FrameHead) => void
  /** Ends the broadcast: sends the end, changes the page, and leaves the sockets open. */
  readonly end: () => void
  /** Starts another broadcast; the messages of the last one are not sent again. */
  readonly begin: (roomId: string) => void
  /** Sends the announcement of a close, and does not close. */
  readonly announceClose: () => void
}

/** A room in the form for the handshake check. */
export interface OpenBroadcast extends Broadcast {
  /** Adds a connection, and sends it the last messages. */
  readonly join: (connection: Connection) => void
  readonly leave: (connection: Connection) => void
  /** Returns true if the room sent this cursor. */
  readonly isOurs: (cursor: string, detail: string) => boolean
  /** Returns the last messages, as the site answers them. */
  readonly lastMessages: () => Uint8Array
}

const historyLength = 15

// Above 2^63, as in real frames.
const firstLogId = 12_345_678_901_234_567_890n
const firstReply = 7_628_383_210_761_625_674n
const firstEndId = 7_650_000_000_000_900_000n

/** Makes a room without connections and messages. */
export function createBroadcast(
  room: Room,
  now: () => number,
  transport: Transport = 'web',
): OpenBroadcast {
  const connections = new Set<Connection>()
  const sent = new Map<string, string>()
  let history: readonly RoomMessage[] = []
  let deliveries = 1

  const nextHead = (): FrameHead => {
    const count = BigInt(sent.size)
    const logId = firstLogId + count
    const cursor = `t-${now()}_r-${firstReply + count}_d-1_u-1`
    const place = `wss_push_room_id:${room.roomId}|wss_push_log_id:${logId}`
    const detail = `internal_src:pushserver|${place}|wss_msg_type:r`
    sent.set(cursor, detail)
    return { seqId: count + 1n, logId, cursor, detail, now: now(), needAck: true }
  }
  const deliver = (messages: readonly RoomMessage[], to: Iterable<Connection>): void => {
    const head = nextHead()
    const bytes = (transport === 'web' ? messageFrame : byteLinkFrame)(head, messages)
    for (const connection of to) connection.send(bytes, head)
  }
  const play = (frame: Uint8Array, head?: FrameHead): void => {
    for (const connection of connections) connection.send(frame, head)
  }
  const keep = (messages: readonly RoomMessage[]): void => {
    history = [...history, ...messages].slice(-historyLength)
  }
  const say = (messages: readonly RoomMessage[], delivery: Delivery = 'plain'): void => {
    keep(messages)
    const order = delivery === 'disordered' ? messages.toReversed() : messages
    const times = delivery === 'doubled' ? 2 * deliveries : deliveries
    for (let time = 0; time < times; time++) deliver(order, connections)
  }
  return {
    connections,
    say,
    withhold: keep,
    deliver: (times) => (deliveries = times),
    play,
    end: () => {
      room.status = 4
      say([endMessage(firstEndId + BigInt(sent.size))])
    },
    begin: (roomId) => {
      history = []
      Object.assign(room, { roomId, status: 2 })
    },
    announceClose: () => play(closeFrame),
    join: (connection) => {
      connections.add(connection)
      if (history.length > 0) deliver(history, [connection])
    },
    leave: (connection) => connections.delete(connection),
    isOurs: (cursor, detail) => sent.get(cursor) === detail,
    lastMessages: () => responseOf({ cursor: '', detail: '', now: now(), needAck: false }, history),
  }
}
