import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createUpgrades, type Upgrades } from './upgrade.ts'
import { createFakeSite, type FakeSite } from './site.ts'
import { createBroadcast, type Room, type Broadcast } from './broadcast.ts'

/** Many rooms on one site, each as strict as the one of `startFakeDouyin`. */
export interface FakeRoomServer {
  /** The endpoints for the connector. */
  readonly endpoints: { readonly site: string; readonly push: string }
  readonly rooms: readonly ServedRoom[]
  readonly close: () => Promise<void>
}

/** A room of the server. */
export interface ServedRoom {
  readonly webRid: string
  readonly broadcast: Broadcast
  readonly counters: Upgrades['counters']
}

interface Placed extends ServedRoom {
  readonly room: Room
  readonly site: FakeSite
  readonly upgrades: Upgrades
}

const firstWebRid = 100_000_000_001n
const firstRoomId = 7_599_999_999_999_900_001n

/** Starts a number of live rooms on a free port. */
export async function startFakeRoomServer(count: number): Promise<FakeRoomServer> {
  const guests = new Set<string>()
  const placed = Array.from({ length: count }, (_, i) => place(BigInt(i), guests))
  const byRid = new Map(placed.map((one) => [one.webRid, one]))
  const byId = new Map(placed.map((one) => [one.room.roomId, one]))
  const server = createServer((request, response) => {
    siteFor(request, response, placed[0], byRid)?.handle(request, response)
  })
  server.on('upgrade', (request, raw, head) => {
    const id = new URL(request.url ?? '/', 'http://fake').searchParams.get('room_id') ?? ''
    const upgrades = byId.get(id)?.upgrades
    if (upgrades) upgrades.handle(request, raw, head)
    else raw.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server
  return {
    endpoints: { site: `http://127.0.0.1:${port}`, push: `ws://127.0.0.1:${port}` },
    rooms: placed,
    close: async () => {
      for (const { upgrades, site } of placed) {
        upgrades.close()
        site.barrier.close()
      }
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function place(index: bigint, guests: Set<string>): Placed {
  const room: Room = {
    webRid: String(firstWebRid + index),
    roomId: String(firstRoomId + index),
    title: `room ${index}`,
    status: 2,
  }
  const broadcast = createBroadcast(room, Date.now)
  const site = createFakeSite(() => room, guests, broadcast.lastMessages)
  const upgrades = createUpgrades({ room, site, broadcast, now: Date.now, silenceMs: 25_000 })
  return { room, webRid: room.webRid, site, broadcast, upgrades, counters: upgrades.counters }
}

/** Returns the site of the requested room; the front page is common to all. */
function siteFor(
  request: IncomingMessage,
  response: ServerResponse,
  first: Placed | undefined,
  byRid: ReadonlyMap<string, Placed>,
): FakeSite | undefined {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
  const asked = searchParams.get('web_rid') ?? pathname.slice(1)
  const one = pathname === '/' ? first : byRid.get(asked)
  if (!one) response.writeHead(404).end()
  return one?.site
}
