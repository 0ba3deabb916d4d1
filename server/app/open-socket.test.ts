import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queryObjects } from 'node:v8'
import { Context } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { readConfig } from '../config/index.ts'
import { PlainRequest } from '../http/plain-request.ts'
import { createLogger } from '../lib/logger.ts'
import { startServer } from './server.ts'

async function start(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'danmu-'))
  const settings = { PORT: '0', STORE: 'off', DATA_DIR: folder }
  const log = createLogger('silent', () => undefined)
  const { url, stop } = await startServer(readConfig(settings), log)
  onTestFinished(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return url.replace('http', 'ws')
}

async function open(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address)
  await once(socket, 'message')
  return socket
}

/** Counts the objects of handshakes that are in use; the garbage is collected first. */
const handshakes = () => ({
  incoming: queryObjects(PlainRequest),
  request: queryObjects(Request),
  context: queryObjects(Context),
})

test('open sockets retain nothing of their handshakes', async () => {
  const url = await start()
  const before = handshakes()
  const sockets = await Promise.all(
    Array.from({ length: 20 }, () => open(`${url}/rooms/demo:20/stream`)),
  )
  expect(handshakes()).toEqual(before)
  expect(sockets.every(({ readyState }) => readyState === WebSocket.OPEN)).toBe(true)
  for (const socket of sockets) socket.terminate()
})
