/**
 * A game: viewers vote with 1 or 2 for so many seconds, one vote each, the last one counts.
 *
 *     node vote.js http://localhost:8787/rooms/demo:busy/stream 60
 *
 * Every change is a line of JSON on standard output; so is the result.
 */
import { connect } from 'danmu-relay/client'
import { createVote } from 'danmu-relay/client/game'
import { WebSocket } from './socket.js'

const [stream = '', seconds = '60'] = process.argv.slice(2)
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)

const vote = createVote({ choices: { left: ['1', '左'], right: ['2', '右'] } })
let state = vote.initial

const feed = connect(stream, { types: ['chat', 'retract'], WebSocket })
feed.on('event', (event) => {
  const next = vote.step(state, event)
  if (next === state) return
  state = next
  say(state.counts)
})
feed.on('gap', () => say({ warning: 'some votes were lost' }))
feed.on('status', (status) => {
  if (status.kind !== 'refused') return
  say({ refused: status.reason })
  process.exit(1)
})

setTimeout(
  () => {
    feed.close()
    say({ result: state.counts })
  },
  Number(seconds) * 1000,
)
