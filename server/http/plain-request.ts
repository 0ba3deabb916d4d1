import { IncomingMessage } from 'node:http'

/**
 * A request that is upgraded to a WebSocket or not at all. RFC 9110 §7.8 lets a server ignore any
 * `Upgrade`, and Java's client asks for h2c with each first request; Node would hand all of them to
 * whoever listens to upgrades, without a way to answer them as HTTP.
 */
export class PlainRequest extends IncomingMessage {
  // Not private: Node's constructor sets `upgrade` before a private field is there.
  protected asked: boolean | null | undefined

  /** What Node's parser says, unless the protocol asked for is not ours. */
  get upgrade(): boolean | null {
    return this.asked === true ? isWebSocket(this) : (this.asked ?? null)
  }

  set upgrade(asked: boolean | null) {
    this.asked = asked
  }
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'CONNECT' || headers.upgrade?.toLowerCase() === 'websocket'
}
