import { FeedClient } from './client.ts'
import { createPool } from './pool.ts'
import { createRuntime } from './runtime.ts'

/**
 * The connections of this page. The one piece of module state of the kit: elements are made by the
 * parser and have no other place in common.
 */
export const pageClients = createPool(
  (address) => new FeedClient(address, createRuntime(), { retryMissingRoom: true }),
)
