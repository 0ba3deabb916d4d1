import type { FeedClient } from './client.ts'

/** The use of a client that others may use too. */
export interface Lease {
  readonly client: FeedClient
  /** Ends this use; the last one closes the connection. Idempotent. */
  readonly release: () => void
}

/** Clients by address, so that the widgets of one page share one socket for a room. */
export interface ClientPool {
  readonly lease: (address: string) => Lease
}

/** Makes an empty pool that opens clients with `open`. */
export function createPool(open: (address: string) => FeedClient): ClientPool {
  const shared = new Map<string, { readonly client: FeedClient; users: number }>()
  return {
    lease: (address) => {
      const entry = shared.get(address) ?? { client: open(address), users: 0 }
      shared.set(address, entry)
      entry.users += 1
      let held = true
      return {
        client: entry.client,
        release: () => {
          if (!held) return
          held = false
          entry.users -= 1
          if (entry.users > 0) return
          shared.delete(address)
          entry.client.close()
        },
      }
    },
  }
}
