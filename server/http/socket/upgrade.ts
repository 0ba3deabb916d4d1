import type { Hono } from 'hono'
import type { Logger } from '../../lib/logger.ts'
import type { Connection } from '../connection.ts'
import type { HttpEnv } from '../route.ts'
import type { Accept, StreamSocket } from './stream-socket.ts'

/** The app that answers requests and upgrades. */
export type FetchApp = Pick<Hono<HttpEnv>, 'fetch'>

/**
 * Gives a WebSocket handshake to the app like any other request.
 *
 * @returns the receiver of the socket, or the response that refuses the handshake. Only the receiver
 *   is kept: an open socket must not retain its handshake.
 */
export async function fetchUpgrade(
  app: FetchApp,
  request: Request,
  connection: Connection,
): Promise<Accept | Response> {
  let accepted: Accept | undefined
  const upgrade = (accept: Accept): Response => {
    accepted = accept
    return new Response(null)
  }
  const response = await app.fetch(request, { connection, upgrade })
  return response.ok && accepted ? accepted : response
}

/** Gives an open socket to its receiver. */
export async function serveSocket(
  socket: StreamSocket,
  accept: Accept,
  log: Pick<Logger, 'error'>,
): Promise<void> {
  try {
    await accept(socket)
  } catch (error) {
    log.error({ error }, 'stream failed')
    socket.close(1011, 'something went wrong on our side')
  }
}
