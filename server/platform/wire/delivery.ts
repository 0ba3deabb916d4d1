import { countOf, positiveOf, textOf } from './field.ts'
import { acknowledgementPacket } from './packet.ts'

/** How one message of the web protocol is delivered. */
export interface Delivery {
  /** The same each time the message is delivered; absent where it has no id. */
  readonly id?: string
  /** What the server waits for; without it the message comes again, and in the end no chat at all. */
  readonly acknowledgement?: Uint8Array
}

// Both go back to the server, and into a memory of thousands.
const longestName = 128

/**
 * Reads how a message is delivered. Of two deliveries of one message all but `p_msg_type` is the
 * same; each is acknowledged, because the message comes again where an answer was lost.
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
