import { connect, type Socket } from 'node:net'
import { createFrameParser, type FrameHandler } from './frame.ts'

/** The address of a subscription. */
export interface Address {
  readonly port: number
  readonly path: string
  readonly protocol: 'feed' | 'socket.io'
}

// Client frames are masked; a mask of zeros changes nothing.
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])
const joinNamespace = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]) // "40"
const headEnd = '\r\n\r\n'

// Sockets are read one after the other, so that all can share the memory.
const shared = Buffer.allocUnsafeSlow(256 * 1024)

/** Returns the handshake of a subscriber as bytes. */
export function handshake({ port, path }: Address): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ]
  return lines.join('\r\n') + headEnd
}

/**
 * Opens a subscriber on a raw socket, which copies and keeps nothing: thousands of them must not
 * change what is measured. Resolves when the server has accepted. @throws if it does not.
 */
export function subscribe(address: Address, onText: FrameHandler['text']): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let accepted = false
    const frames = createFrameParser({ text: onText, ping: () => socket.write(pong) })
    const take = (bytes: Buffer): void => {
      if (accepted) return frames(bytes)
      const end = bytes.indexOf(headEnd)
      if (!bytes.toString('latin1', 0, 12).includes(' 101')) {
        return reject(new Error(`refused: ${bytes.toString()}`))
      }
      accepted = true
      if (address.protocol === 'socket.io') socket.write(joinNamespace)
      frames(bytes.subarray(end + headEnd.length))
      resolve(socket)
    }
    const socket = connect({
      port: address.port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback: (length) => {
          take(shared.subarray(0, length))
          return true
        },
      },
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed before it was accepted')))
    socket.once('connect', () => socket.write(handshake(address)))
  })
}
