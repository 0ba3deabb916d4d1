import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DouyinSigner } from '../../../signer/douyin/signer.ts'

/** A signing service on loopback that can be stopped, and started again at the same address. */
export interface SigningService {
  readonly url: string
  /** Returns the number of signatures so far. */
  readonly count: () => number
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts a service around a signer; it rejects requests with a cookie. */
export async function startSigningService(sign: DouyinSigner): Promise<SigningService> {
  let count = 0
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.headers.cookie !== undefined) return void response.writeHead(400).end()
    const { query } = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly query: Readonly<Record<string, string>>
    }
    count++
    response.end(JSON.stringify(await sign(query)))
  }
  const server = createServer((request, response) => void answer(request, response))
  let port = 0
  const start = async (): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port // of a TCP server
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}/`,
    count: () => count,
    start,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
