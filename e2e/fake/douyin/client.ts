import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type ClientOptions, WebSocket } from 'ws'
import { seededRandom } from '../../../server/lib/random.ts'
import { connector } from '../../../server/platform/douyin/connect/connector.ts'
import type { ConnectorIo, Sign } from '../../../server/platform/connector.ts'
import { createDouyinSigner } from '../../../signer/douyin/index.ts'
import type { FakeDouyin } from './index.ts'

/** The address of a room's socket, and the headers for it. */
export interface Invitation {
  readonly url: URL
  readonly headers: Record<string, string>
}

/** The answer to a refused handshake. */
interface Refusal {
  readonly status: number | undefined
  /** Its headers that name the reason. */
  readonly reported: unknown
}

const signer = createDouyinSigner()

/** Signs with our own signer. */
export const signByOurselves: Sign = (_purpose, query) => signer(query)

/** Returns an address made by our own connector. */
export async function invitation(
  { endpoints, room }: FakeDouyin,
  more: Partial<ConnectorIo> = {},
): Promise<Invitation> {
  const io: ConnectorIo = {
    fetch,
    now: Date.now,
    random: seededRandom(Date.now()),
    endpoints,
    sign: signByOurselves,
    signal: AbortSignal.timeout(10_000),
    ...more,
  }
  const { urls, headers } = await connector.open(await connector.resolve(room.webRid, io), io)
  return { url: new URL(urls[0]), headers: { ...headers } }
}

/** Connects with a plain socket. */
export async function knock(
  { url, headers }: Invitation,
  options: ClientOptions = {},
): Promise<WebSocket | Refusal> {
  const socket = new WebSocket(url, { headers, ...options })
  const refused = once(socket, 'unexpected-response').then(([, response]) => {
    const { statusCode, headers: answered } = response as IncomingMessage
    socket.on('error', () => undefined) // ws reports the end of a socket that never opened as an error
    socket.terminate()
    return {
      status: statusCode,
      reported: [
        answered['handshake-msg'],
        answered['handshake-status'],
        answered['content-length'],
      ],
    }
  })
  return Promise.race([once(socket, 'open').then(() => socket), refused])
}

/** Connects to the room of a fake. @throws if the fake refuses the handshake. */
export async function enter(fake: FakeDouyin, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = await knock(await invitation(fake), options)
  if (!(socket instanceof WebSocket)) throw new Error('refused')
  return socket
}
