import type { ChatEvent } from '../../proto/feed/index.ts'
import { createVote, freshCooldown, passOnce } from '../../overlay/client/game/index.ts'
import { atMost } from './fanout/bound.ts'
import { median } from './compare.ts'
import type { Bench } from './result.ts'

const people = 20_000
const rounds = 5
const mostMicroseconds = 5

/** Measures the processor time of a vote and a cooldown for each of 20,000 viewers. */
export const bench: Bench = async function* () {
  const vote = createVote({ choices: { left: ['1'], right: ['2'] } })
  const votes = lines()
  const voting = (): void => void votes.reduce(vote.step, vote.initial)
  yield atMost(mostMicroseconds, { name: 'game-vote', value: costOf(voting), unit: 'µs/vote' })

  yield atMost(mostMicroseconds, { name: 'game-cooldown', value: costOf(passing), unit: 'µs/pass' })
}

function passing(): void {
  let cooldown = freshCooldown
  for (let at = 0; at < people; at++) {
    cooldown = passOnce(cooldown, `demo:${at}`, { at, everyMs: people }).cooldown
  }
}

function lines(): readonly ChatEvent[] {
  return Array.from({ length: people }, (_, number) => ({
    v: 1,
    seq: number + 1,
    id: `e:${number}`,
    room: 'demo:1',
    source: 'demo:1',
    at: number,
    receivedAt: number,
    type: 'chat',
    user: { id: `demo:${number}` },
    text: number % 2 === 0 ? '1' : '2',
  }))
}

function costOf(run: () => void): number {
  run() // warm-up
  const figures = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / people
  })
  return median(figures)
}
