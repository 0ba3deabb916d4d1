import type { FeedClient } from './client.ts'
import type { Tickets } from './open.ts'

/** The use of a client that may be shared. */
export interface Lease {
  readonly client: FeedClient
  /** Ends this use; the last one closes the connection. Idempotent. */
  readonly release: () => void
}

/** Clients by address, so that the widgets of one page share one socket for a room. */
export interface ClientPool {
  /** Users of one address share a client if all of them have the same backend, a function, or none. */
  readonly lease: (address: string, tickets?: Tickets) => Lease
}

/** Makes an empty pool that opens clients with `open`. */
export function createPool(open: (address: string, tickets: Tickets) => FeedClient): ClientPool {
  const shared = new Map<string, { readonly client: FeedClient; users: number }>()
  return {
    lease: (address, tickets) => {
      // Frameworks make a new function for each element; any of them has the same effect.
      const key = `${address}#${typeof tickets === 'function' || (tickets ?? '')}`
      const entry = shared.get(key) ?? { client: open(address, tickets), users: 0 }
      shared.set(key, entry)
      entry.users += 1
      let held = true
      return {
        client: entry.client,
        release: () => {
          if (!held) return
          held = false
          entry.users -= 1
          if (entry.users > 0) return
          shared.delete(key)
          entry.client.close()
        },
      }
    },
  }
}
