import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Entry } from '../hub/room-view.ts'
import { chunkOf, socketEncoding, sseEncoding } from './stream-encoding.ts'

const entry = (seq: number, line: string): Entry => ({ seq, type: 'chat', source: 'demo:x', line })

/**
 * Returns the messages that a real client receives if a server writes these bytes to its socket.
 */
async function heardBy(bytes: Uint8Array, count: number): Promise<string[]> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, () => socket.write(bytes)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const heard: string[] = []
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('message', (data: Buffer) => {
      if (heard.push(data.toString()) === count) resolve()
    })
  })
  client.terminate()
  server.close()
  return heard
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a socket frame of %i bytes is read by a client',
  (length) => {
    const line = 'x'.repeat(length)
    const [head0, head1] = socketEncoding.entry(entry(1, line), 'e')
    expect(head0).toBe(0x81)
    expect(head1).toBe(length < 126 ? length : length < 65_536 ? 126 : 127)
  },
)

test('several entries are several frames in one chunk, in order', async () => {
  const lines = ['{"a":"弹幕 👨‍👩‍👧"}', 'y'.repeat(300), 'z'.repeat(70_000)]
  const chunk = chunkOf(
    socketEncoding,
    lines.map((line, i) => entry(i + 1, line)),
    'e',
  )
  expect(await heardBy(chunk, lines.length)).toEqual(lines)
})

test('an SSE entry has its position as id', () => {
  const text = new TextDecoder().decode(chunkOf(sseEncoding, [entry(7, '{}'), entry(8, '{}')], 'e'))
  expect(text).toBe('id: e:7\ndata: {}\n\nid: e:8\ndata: {}\n\n')
})
