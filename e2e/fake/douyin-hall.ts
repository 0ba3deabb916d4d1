import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDoor, type Door } from './douyin-door.ts'
import { createFakeSite, type FakeSite } from './douyin-site.ts'
import { createStage, type Room, type Stage } from './douyin-stage.ts'

/** Many rooms on one site, each as strict as the one of `startFakeDouyin`. */
export interface FakeHall {
  /** The endpoints for the connector. */
  readonly endpoints: { readonly site: string; readonly push: string }
  readonly rooms: readonly HallRoom[]
  readonly close: () => Promise<void>
}

/** A room of the server. */
export interface HallRoom {
  readonly webRid: string
  readonly stage: Stage
  readonly counters: Door['counters']
}

interface Placed extends HallRoom {
  readonly room: Room
  readonly site: FakeSite
  readonly door: Door
}

const firstWebRid = 100_000_000_001n
const firstRoomId = 7_599_999_999_999_900_001n

/** Starts a number of live rooms on a free port. */
export async function startFakeHall(count: number): Promise<FakeHall> {
  const guests = new Set<string>()
  const placed = Array.from({ length: count }, (_, i) => place(BigInt(i), guests))
  const byRid = new Map(placed.map((one) => [one.webRid, one]))
  const byId = new Map(placed.map((one) => [one.room.roomId, one]))
  const server = createServer((request, response) => {
    siteFor(request, response, placed[0], byRid)?.handle(request, response)
  })
  server.on('upgrade', (request, raw, head) => {
    const id = new URL(request.url ?? '/', 'http://fake').searchParams.get('room_id') ?? ''
    const door = byId.get(id)?.door
    if (door) door.handle(request, raw, head)
    else raw.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server
  return {
    endpoints: { site: `http://127.0.0.1:${port}`, push: `ws://127.0.0.1:${port}` },
    rooms: placed,
    close: async () => {
      for (const { door, site } of placed) {
        door.close()
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
  const stage = createStage(room, Date.now)
  const site = createFakeSite(() => room, guests, stage.lastMessages)
  const door = createDoor({ room, site, stage, now: Date.now, silenceMs: 25_000 })
  return { room, webRid: room.webRid, site, stage, door, counters: door.counters }
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
