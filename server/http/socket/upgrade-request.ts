import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import type { UpgradeRequest } from './authorize-upgrade.ts'
import type { Problem } from '../problem.ts'

/** Returns the upgrade request of a handshake from Node. */
export function toUpgradeRequest(
  request: IncomingMessage,
  socket: Duplex,
  peer: ClientAddress,
): UpgradeRequest {
  return {
    ...peer,
    headers: headersOf(request),
    target: request.url ?? '/',
    onEnd: (call) => void socket.once('close', call),
  }
}

/** Answers a handshake with a problem instead of a socket. */
export function rejectUpgrade(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify({ code: problem.code, detail: problem.message })
  const headers = { ...problem.headers, 'content-length': Buffer.byteLength(body) }
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}
