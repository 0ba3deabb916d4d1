/**
 * A device: viewers steer a cat toy with 左 and 右, one command a second from each of them.
 *
 *     node toy.js http://localhost:8787/rooms/demo:busy/stream > /dev/ttyUSB0
 *
 * It writes `left`, `right` and `stop`, one a line. A thing that moves must stop by itself: it does
 * so a moment after each command, at once when the feed is lost or the program ends, and for good
 * when the anchor or an admin says 停, until one of them says 开.
 */
import { connect } from 'danmu-relay/client'
import { commandOf, freshCooldown, passOnce } from 'danmu-relay/client/game'
import { WebSocket } from './socket.js'

const everyMs = 1000
const moveMs = 300
const moves = new Map([
  ['左', 'left'],
  ['右', 'right'],
])

let cooldown = freshCooldown
let locked = false
let stopTimer

function send(order) {
  clearTimeout(stopTimer)
  process.stdout.write(`${order}\n`)
  if (order !== 'stop') stopTimer = setTimeout(() => send('stop'), moveMs)
}

function obey({ user, text, receivedAt }) {
  const command = commandOf(text)
  if (command === '停' || command === '开') return mayLock(user) && lock(command === '停')
  const move = moves.get(command)
  if (move === undefined || locked) return
  // Users that the platform hides completely share one cooldown.
  const pass = passOnce(cooldown, user?.id ?? 'hidden', { at: receivedAt, everyMs })
  cooldown = pass.cooldown
  if (pass.allowed) send(move)
}

function mayLock(user) {
  return ['anchor', 'admin'].some((role) => user?.roles?.includes(role))
}

function lock(closed) {
  locked = closed
  if (locked) send('stop')
}

send('stop')
const [stream = ''] = process.argv.slice(2)
const feed = connect(stream, { types: ['chat'], WebSocket })
// Commands from before the start or from a gap are outdated; they must not move the device.
feed.on('chat', (chat, { live }) => live && obey(chat))
feed.on('status', ({ kind, reason }) => {
  if (kind !== 'open') send('stop')
  if (kind === 'refused') throw new Error(`the relay refuses: ${reason}`)
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    feed.close()
    clearTimeout(stopTimer)
  })
}
