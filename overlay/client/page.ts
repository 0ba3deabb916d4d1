import { type ClientIo, FeedClient } from './client.ts'
import { createPool } from './pool.ts'

/** The browser as a client sees it; looked up when used, so that importing touches no global. */
const browser: ClientIo = {
  get WebSocket() {
    return globalThis.WebSocket
  },
  setTimeout: (call, delayMs) => globalThis.setTimeout(call, delayMs),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as number), // what setTimeout above gave
  random: () => Math.random(),
}

/**
 * The connections of this page. The one piece of module state of the kit: elements are made by the
 * parser and have no other place in common.
 */
export const pageClients = createPool((address) => new FeedClient(address, browser))
