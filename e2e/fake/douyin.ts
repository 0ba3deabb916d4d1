import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Transport } from './douyin-bytelink.ts'
import { createDoor, type Door } from './douyin-door.ts'
import { createFakeSite, type FakeSite } from './douyin-site.ts'
import { createStage, type Room, type Stage } from './douyin-stage.ts'

/** How a fake is set up. */
export interface FakeDouyinOptions {
  /** A client that says nothing for so long is dropped, milliseconds; about 25 s in real life. */
  readonly silenceMs?: number
  /** Epoch milliseconds; for clients whose clock runs faster. */
  readonly now?: () => number
  /** The transport of its sockets; that of the web page if absent. */
  readonly transport?: Transport
}

/**
 * Douyin on loopback, with one room: as strict as the real one at its door, and worse than it on
 * the line.
 */
export interface FakeDouyin {
  /** For the connector. */
  readonly endpoints: Readonly<Record<'site' | 'push' | 'reflow', string>>
  readonly room: Room
  readonly site: FakeSite
  readonly stage: Stage
  readonly counters: Door['counters']
  /** Before the handshakes; the site has one of its own. */
  readonly barrier: Door['barrier']
  readonly refuseNext: Door['refuseNext']
  readonly close: () => Promise<void>
}

/** Starts a fake on a free port. */
export async function startFakeDouyin(options: FakeDouyinOptions = {}): Promise<FakeDouyin> {
  const { silenceMs = 25_000, now = Date.now, transport = 'web' } = options
  const room: Room = {
    webRid: '100000000001',
    roomId: '7599999999999999001',
    title: 'C++ for everybody',
    status: 2,
  }
  const stage = createStage(room, now, transport)
  const site = createFakeSite(() => room, new Set(), stage.lastMessages)
  const door = createDoor({ room, site, stage, now, silenceMs, transport })
  const server = createServer(site.handle)
  server.on('upgrade', door.handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server it is one
  const { counters, barrier, refuseNext } = door
  return {
    endpoints: {
      site: `http://127.0.0.1:${port}`,
      reflow: `http://127.0.0.1:${port}`,
      push: `ws://127.0.0.1:${port}`,
    },
    room,
    site,
    stage,
    counters,
    barrier,
    refuseNext,
    close: async () => {
      door.close()
      site.barrier.close()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
