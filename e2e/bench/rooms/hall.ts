/**
 * The process of the fake rooms: separate from the server, so that the server's processor time does
 * not include theirs.
 */
import { chatMessage } from '../../fake/douyin-message.ts'
import { startFakeHall } from '../../fake/douyin-hall.ts'

/** A message to the process; its first message is its own. */
export type Order = { readonly do: 'count' | 'talk' | 'hush' }

/** A message of the process. */
export type Answer =
  | { readonly kind: 'open'; readonly endpoints: object; readonly webRids: readonly string[] }
  /** The number of connections, and of protocol errors. */
  | { readonly kind: 'count'; readonly seated: number; readonly wrong: number }
  | { readonly kind: 'hushed'; readonly said: number; readonly connections: number }

const [rooms = 100, perSecond = 20] = process.argv.slice(2).map(Number)

// Four messages a frame, as in busy rooms.
const perFrame = 4
const frameMs = (1000 * perFrame) / perSecond
const tickMs = 10

const person = { id: 7600000000000000011n, name: '观众甲' }
const firstId = 7_650_000_000_000_000_000n

const hall = await startFakeHall(rooms)
const tell = (answer: Answer): void => void process.send?.(answer)
const total = (of: (counters: (typeof hall.rooms)[number]['counters']) => number): number =>
  hall.rooms.reduce((sum, { counters }) => sum + of(counters), 0)

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
  hall.rooms[room]?.stage.say(lines)
}

process.on('message', (order: Order) => {
  if (order.do === 'talk') talk()
  if (order.do === 'hush') {
    clearInterval(timer)
    tell({ kind: 'hushed', said, connections: total(({ accepted }) => accepted) })
  }
  if (order.do === 'count') {
    const seated = hall.rooms.filter(({ stage }) => stage.seats.size > 0).length
    tell({ kind: 'count', seated, wrong: total(({ strange, dropped }) => strange + dropped) })
  }
})
process.on('disconnect', () => process.exit())
tell({ kind: 'open', endpoints: hall.endpoints, webRids: hall.rooms.map(({ webRid }) => webRid) })
