/**
 * The process of the fake rooms: separate from the server, so that the server's processor time does
 * not include theirs.
 */
import { chatMessage } from '../../fake/douyin/message.ts'
import { startFakeRoomServer } from '../../fake/douyin/room-server.ts'

/** A message to the process; its first message is its own. */
export type Order = { readonly do: 'count' | 'talk' | 'hush' }

/** A message of the process. */
export type Answer =
  | { readonly kind: 'open'; readonly endpoints: object; readonly webRids: readonly string[] }
  /** The number of connections, and of protocol errors. */
  | { readonly kind: 'count'; readonly connected: number; readonly wrong: number }
  | { readonly kind: 'hushed'; readonly said: number; readonly connections: number }

const [rooms = 100, perSecond = 20] = process.argv.slice(2).map(Number)

// Four messages a frame, as in busy rooms.
const perFrame = 4
const frameMs = (1000 * perFrame) / perSecond
const tickMs = 10

const person = { id: 7600000000000000011n, name: '观众甲' }
const firstId = 7_650_000_000_000_000_000n

const roomServer = await startFakeRoomServer(rooms)
const send = (answer: Answer): void => void process.send?.(answer)
const total = (of: (counters: (typeof roomServer.rooms)[number]['counters']) => number): number =>
  roomServer.rooms.reduce((sum, { counters }) => sum + of(counters), 0)

let said = 0
let timer: NodeJS.Timeout | undefined

/** Sends each room's frames at an even pace, one room after the other. */
function talk(): void {
  const startedAt = performance.now()
  let frames = 0
  timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / frameMs) * rooms
    for (; frames < due; frames++) speak(frames % rooms)
  }, tickMs)
}

function speak(room: number): void {
  const lines = Array.from({ length: perFrame }, () => {
    said += 1
    return chatMessage(firstId + BigInt(said), person, `第${said}句：这是一条弹幕`)
  })
  roomServer.rooms[room]?.broadcast.say(lines)
}

process.on('message', (order: Order) => {
  if (order.do === 'talk') talk()
  if (order.do === 'hush') {
    clearInterval(timer)
    send({ kind: 'hushed', said, connections: total(({ accepted }) => accepted) })
  }
  if (order.do === 'count') {
    const connected = roomServer.rooms.filter(
      ({ broadcast }) => broadcast.connections.size > 0,
    ).length
    send({ kind: 'count', connected, wrong: total(({ strange, dropped }) => strange + dropped) })
  }
})
process.on('disconnect', () => process.exit())
send({
  kind: 'open',
  endpoints: roomServer.endpoints,
  webRids: roomServer.rooms.map(({ webRid }) => webRid),
})
