import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Transport } from './bytelink.ts'
import { createUpgrades, type Upgrades } from './upgrade.ts'
import type { SiteSockets } from '../site.ts'
import type { Connection } from './connection.ts'
import { createFakeSite, type FakeSite } from './site.ts'
import { createBroadcast, type Room, type Broadcast } from './broadcast.ts'

/** The options of a fake. */
export interface FakeDouyinOptions {
  /** The silence after which a client is dropped, milliseconds; about 25 s in reality. */
  readonly silenceMs?: number
  /** The clock, epoch milliseconds; for clients whose clock runs faster. */
  readonly now?: () => number
  /** The transport of its sockets; that of the web page if absent. */
  readonly transport?: Transport
}

/**
 * A fake Douyin on loopback with one room: as strict as the real one in handshakes, and less
 * reliable in delivery.
 */
export interface FakeDouyin {
  /** The endpoints for the connector. */
  readonly endpoints: Readonly<Record<'site' | 'push' | 'reflow', string>>
  readonly room: Room
  readonly site: FakeSite
  readonly broadcast: Broadcast
  readonly counters: Upgrades['counters']
  /** The open connections together; the site has a barrier of its own. */
  readonly sockets: SiteSockets
  readonly refuseNext: Upgrades['refuseNext']
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
  const broadcast = createBroadcast(room, now, transport)
  const site = createFakeSite(() => room, new Set(), broadcast.lastMessages)
  const upgrades = createUpgrades({ room, site, broadcast, now, silenceMs, transport })
  const server = createServer(site.handle)
  server.on('upgrade', upgrades.handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server
  const { counters, barrier, refuseNext } = upgrades
  const each = (act: (connection: Connection) => unknown): void => {
    for (const connection of broadcast.connections) act(connection)
  }
  return {
    endpoints: {
      site: `http://127.0.0.1:${port}`,
      reflow: `http://127.0.0.1:${port}`,
      push: `ws://127.0.0.1:${port}`,
    },
    room,
    site,
    broadcast,
    counters,
    sockets: {
      barrier,
      drop: (how) => each((one) => (how === 'fin' ? one.finish() : one.reset())),
      hangUp: (code, reason) => each((one) => one.close(code, reason)),
      stall: (stalled) => each((one) => (one.stalled = stalled)),
      freeze: () => each((one) => one.freeze()),
      corrupt: (bytes) => each((one) => one.corrupt(bytes)),
    },
    refuseNext,
    close: async () => {
      upgrades.close()
      site.barrier.close()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
