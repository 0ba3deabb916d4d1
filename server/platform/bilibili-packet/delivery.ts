import { countOf, positiveOf, textOf } from '../json/field.ts'
import { acknowledgementPacket } from './packet.ts'

/** The delivery facts of one web message. */
export interface Delivery {
  /** The id, the same for each delivery of the message; absent if it has none. */
  readonly id?: string
  /**
   * The packet that the server requires; without it the message repeats, and later the chat stops.
   */
  readonly acknowledgement?: Uint8Array
}

// The id and the command are sent back to the server, and thousands of them are remembered.
const longestName = 128

/**
 * Reads the delivery facts of a message. Two deliveries of one message differ only in `p_msg_type`.
 * Each is acknowledged, because an earlier acknowledgement may be lost.
 *
 * @see https://github.com/wzgrx/pure_live/issues/872
 */
export function deliveryOf(message: Readonly<Record<string, unknown>>): Delivery {
  const { cmd, msg_id: named, p_msg_type: type, p_is_ack: isAwaited } = message
  const id = textOf(named) ?? positiveOf(named)
  if (typeof cmd !== 'string' || id === undefined) return {}
  if (cmd.length > longestName || String(id).length > longestName) return {}
  const delivery = { id: `${cmd} ${id}` }
  if (isAwaited !== true) return delivery
  const body = JSON.stringify({ msg_id: id, cmd, p_msg_type: countOf(type) ?? 0 })
  return { ...delivery, acknowledgement: acknowledgementPacket(body) }
}
