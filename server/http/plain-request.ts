import { IncomingMessage } from 'node:http'

/**
 * A request that can only be upgraded to a WebSocket. RFC 9110 §7.8 lets a server ignore any
 * `Upgrade`, and Java's client requests h2c with each first request; Node would pass all of these to
 * the upgrade listener, which cannot answer them as HTTP.
 */
export class PlainRequest extends IncomingMessage {
  // Not private: Node's constructor sets `upgrade` before a private field exists.
  protected requested: boolean | null | undefined

  /** The value of Node's parser; false if the requested protocol is not WebSocket. */
  get upgrade(): boolean | null {
    return this.requested === true ? isWebSocket(this) : (this.requested ?? null)
  }

  set upgrade(requested: boolean | null) {
    this.requested = requested
  }
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'CONNECT' || headers.upgrade?.toLowerCase() === 'websocket'
}
