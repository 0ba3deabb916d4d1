import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { between, type Random } from '../server/lib/random.ts'

/** A way to a server on which no connection lasts. */
export interface Cutter {
  readonly url: string
  /** Connections so far. */
  readonly count: () => number
  /** From now on connections last. */
  readonly calm: () => void
  readonly close: () => Promise<void>
}

// Enough to get on in spite of the waits between two connections.
const maxBytes = 60_000

/** Opens a port that leads to `url` and cuts each connection after some bytes or some time. */
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
    // Anywhere: in the handshake, in a frame, between hello and what follows it.
    let bytesLeft = stormy ? between(random, 100, maxBytes) : Infinity
    far.on('data', (chunk: Buffer) => {
      near.write(chunk.subarray(0, bytesLeft))
      bytesLeft -= chunk.length
      if (bytesLeft <= 0) near.destroySoon()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo // not a pipe
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
