/**
 * A plain server that sends the events of `demo:<n>` to all clients, each as soon as it arrives.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server as SocketIo } from 'socket.io'
import { WebSocketServer } from 'ws'
import { socketEncoding } from '../../../server/feed/stream-encoding.ts'
import { systemClock } from '../../../server/lib/time/clock.ts'
import { demo } from '../../../server/platform/demo/index.ts'
import { runTimeline } from '../../../server/upstream/generated.ts'

/** The kind of a peer: Socket.IO, `ws.send` of a string, or a frame made once for raw sockets. */
export type PeerKind = 'socket.io' | 'ws-string' | 'ws-frame'

type Publish = (event: Readonly<Record<string, unknown>>) => void

const peers: Readonly<Record<PeerKind, (server: Server) => Publish>> = {
  'socket.io': (server) => {
    const io = new SocketIo(server, { transports: ['websocket'], serveClient: false })
    return (event) => io.emit('event', event)
  },
  'ws-string': (server) => {
    const { clients } = new WebSocketServer({ server, perMessageDeflate: false })
    return (event) => {
      const line = JSON.stringify(event)
      for (const client of clients) client.send(line)
    }
  },
  'ws-frame': (server) => {
    const sockets = new Set<Duplex>()
    new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (ws, request) => {
      sockets.add(request.socket)
      ws.on('close', () => sockets.delete(request.socket))
    })
    return (event) => {
      const line = JSON.stringify(event)
      const bytes = socketEncoding.entry({ seq: 0, type: 'chat', source: '', line }, '')
      const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (const socket of sockets) socket.write(frame)
    }
  },
}

function serve(kind: PeerKind, perSecond: string): void {
  const server = createServer()
  const publish = peers[kind](server)
  let seq = 0
  const source = `demo:${perSecond}`
  const sink = {
    recent: [],
    publishRaw: () => undefined,
    publish: (draft: object) => {
      seq += 1
      const at = Date.now()
      publish({ v: 1, seq, id: `e:${seq}`, room: source, source, at, receivedAt: at, ...draft })
    },
  }
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo // of a TCP server
    process.stdout.write(`${kind} is at http://localhost:${port}\n`)
    runTimeline(demo.timeline(perSecond, 1), sink, systemClock)
  })
}

serve(process.argv[2] as PeerKind, process.argv[3] ?? '')
