import { expect, test } from 'vitest'
import { seededRandom } from '../../server/lib/random.ts'
import { forget, type Kill, killEach, openPlace, outcomeIn, runTask } from '../live/outbox-run.ts'
import { killPoints } from '../live/outbox-task.ts'

const rounds = 5
const killsInRound = 10
const comments = 4

test('S4-33 fifty kills, between which the room forgets its journal, show each stored comment once', async () => {
  const { db, ...place } = await openPlace()
  const random = seededRandom(3)
  const upTo = (most: number): number => Math.floor(random() * most)
  const drawn = (): Kill => ({
    point: killPoints[upTo(killPoints.length)] ?? 'after the journal',
    nth: 1 + upTo(comments),
  })
  for (let round = 0; round < rounds; round++) {
    await killEach({ ...place, comments }, Array.from({ length: killsInRound }, drawn))
    expect(await runTask({ ...place, comments: 1 })).toBeNull() // all events are stored
    const { stored, shown, waiting } = await outcomeIn(db)
    expect(stored.length).toBeGreaterThan(rounds * round)
    expect(shown).toEqual(stored)
    expect(waiting).toBe(0)
    const kills = (round + 1) * killsInRound
    process.stdout.write(`${kills} kills: ${stored.length} stored, each shown once\n`)
    await forget(db, place.dataDir)
  }
})
