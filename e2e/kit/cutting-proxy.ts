import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { between, type Random } from '../../server/lib/random.ts'

/** A proxy that ends every connection after some time. */
export interface Cutter {
  readonly url: string
  /** Returns the number of connections so far. */
  readonly count: () => number
  /** Stops ending connections. */
  readonly calm: () => void
  readonly close: () => Promise<void>
}

// Long enough for progress between the waits.
const maxBytes = 60_000

/** Opens a port that forwards to `url` and ends each connection after some bytes or some time. */
export async function startCutter(url: string, random: Random): Promise<Cutter> {
  const { port } = new URL(url)
  const open = new Set<Socket>()
  let count = 0
  let stormy = true
  const server = createServer((near) => {
    count += 1
    const far = connect(Number(port), 'localhost')
    const cut = (): void => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    near.pipe(far)
    // At any point: in the handshake, in a frame, between hello and the next frame.
    let bytesLeft = stormy ? between(random, 100, maxBytes) : Infinity
    far.on('data', (chunk: Buffer) => {
      near.write(chunk.subarray(0, bytesLeft))
      bytesLeft -= chunk.length
      if (bytesLeft <= 0) near.destroySoon()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo // a TCP server, not a pipe
  return {
    url: `http://localhost:${own}`,
    count: () => count,
    calm: () => (stormy = false),
    close: async () => {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}
