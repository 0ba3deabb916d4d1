import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Barrier } from '../barrier.ts'

/** A complete request. */
export interface HttpCall {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** An answer: JSON, or only a status and headers. */
export type HttpAnswer =
  | { readonly json: object }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }

/** A server on a loopback port of its own. */
export interface LocalServer {
  readonly server: Server
  readonly port: number
  readonly close: () => Promise<void>
}

/** Starts to answer the requests that pass the barrier. */
export async function listen(
  answer: (call: HttpCall) => HttpAnswer,
  barrier?: Barrier,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    if (!barrier?.stops(request.socket)) void respond(request, response, answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server, not a pipe
  return {
    server,
    port,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: HttpCall) => HttpAnswer,
): Promise<void> {
  try {
    const reply = answer(await readCall(request))
    const json = 'json' in reply ? JSON.stringify(reply.json) : ''
    const { status, headers = {} } = 'status' in reply ? reply : { status: 200 }
    const type = { 'content-type': 'application/json; charset=utf-8' }
    response.writeHead(status, { ...type, ...headers }).end(json)
  } catch (cause) {
    response.destroy(cause instanceof Error ? cause : new Error(String(cause)))
  }
}

async function readCall(request: IncomingMessage): Promise<HttpCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url = '/', headers } = request
  return {
    method,
    url: new URL(url, 'http://127.0.0.1'),
    headers,
    body: Buffer.concat(chunks).toString(),
  }
}
