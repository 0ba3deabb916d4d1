import type { ClientIo } from './client.ts'
import type { SocketClass } from './socket.ts'

/**
 * The runtime as a client sees it: a browser, Deno, Bun, Node. Globals are looked up when used, so
 * that importing touches none.
 *
 * @param given - takes the place of the runtime's own WebSocket.
 */
export function createRuntime(given?: SocketClass): ClientIo {
  return {
    get WebSocket() {
      const own: SocketClass | undefined = given ?? globalThis.WebSocket
      if (!own) throw new TypeError('this runtime has no WebSocket of its own: pass { WebSocket }')
      return own
    },
    setTimeout: (call, delayMs) => globalThis.setTimeout(call, delayMs),
    clearTimeout: (timer) => globalThis.clearTimeout(timer as number), // what setTimeout above gave
    random: () => Math.random(),
    onWake,
  }
}

/** A page that is hidden has slow timers; nobody who looks at it again should wait for them. */
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
