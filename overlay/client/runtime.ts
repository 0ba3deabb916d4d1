import type { ClientIo } from './client.ts'
import type { SocketClass } from './socket.ts'

/**
 * Returns the dependencies of a client in a browser, Deno, Bun or Node. Globals are read when they
 * are used, so that an import has no effect.
 *
 * @param given - replaces the runtime's own WebSocket.
 */
export function createRuntime(given?: SocketClass): ClientIo {
  return {
    get WebSocket() {
      const own: SocketClass | undefined = given ?? globalThis.WebSocket
      if (!own) throw new TypeError('this runtime has no WebSocket of its own: pass { WebSocket }')
      return own
    },
    setTimeout: (call, delayMs) => globalThis.setTimeout(call, delayMs),
    clearTimeout: (timer) => globalThis.clearTimeout(timer as number), // the value of setTimeout above
    random: () => Math.random(),
    onWake,
  }
}

/**
 * Calls back when the page becomes visible: a hidden page has slow timers, and its user should not
 * wait for them.
 */
function onWake(call: () => void): () => void {
  const page: Document | undefined = globalThis.document
  if (!page) return () => undefined
  const look = (): void => {
    if (page.visibilityState === 'visible') call()
  }
  page.addEventListener('visibilitychange', look)
  globalThis.addEventListener('online', look)
  return () => {
    page.removeEventListener('visibilitychange', look)
    globalThis.removeEventListener('online', look)
  }
}
