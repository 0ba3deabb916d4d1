import { streamAddress } from './address.ts'
import type { Delivery, FeedClient } from './client.ts'
import { openClient, type TicketSource } from './open.ts'
import { createPool, type Lease } from './pool.ts'
import type { FeedState } from './reduce.ts'
import { createRuntime } from './runtime.ts'

/**
 * The connections of this page. The one piece of module state of the kit: elements are made by the
 * parser and have no other place in common.
 */
export const pageClients = createPool((address, tickets) =>
  openClient(address, createRuntime(), { tickets, retryMissingRoom: true }),
)

/** The stream of an element, from its attributes and properties. */
export interface PageStream {
  readonly src: string
  readonly ticketSrc?: string
  readonly ticket?: TicketSource | undefined
}

/** The calls for a stream. */
export interface StreamCalls {
  readonly event?: (delivery: Delivery) => void
  readonly state: (state: FeedState) => void
}

/** The use of a stream. */
export interface FollowedStream {
  readonly client: FeedClient
  /** Ends the use. Idempotent. */
  readonly leave: () => void
}

/**
 * Follows a stream with the connection of this page.
 *
 * @throws TypeError if an address is malformed.
 */
export function followStream(
  stream: PageStream,
  { event = () => undefined, state }: StreamCalls,
): FollowedStream {
  const { client, release } = leaseStream(stream)
  const endings = [client.onEvent(event), client.state.subscribe(state), release]
  return {
    client,
    leave: () => {
      for (const end of endings) end()
    },
  }
}

function leaseStream(stream: PageStream): Lease {
  // The newest function: one of an earlier rendering may use an expired login.
  const newest: TicketSource = async (address) => stream.ticket?.(address)
  const address = streamAddress(stream.src, document.baseURI)
  return pageClients.lease(address, stream.ticket ? newest : stream.ticketSrc)
}
