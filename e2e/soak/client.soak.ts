import { expect, test } from 'vitest'
import { startTestServer, wireRoom } from '../kit/test-server.ts'
import { runStorm } from '../client/storm.ts'

const minutes = 60_000
const lastsMs = 10 * minutes
const clients = 200
const kills = 20
const seed = 4

test(
  'T-RESUME 200 clients cut all the time for ten minutes, and a server killed twenty times',
  async () => {
    const testServer = await startTestServer({ RING_SIZE: '128' })
    const storm = { room: wireRoom, clients, lastsMs, kills, say: () => testServer.say(2), seed }
    const { head, sightings } = await runStorm(testServer, storm)
    await testServer.close()
    expect(head.seq).toBeGreaterThan(10_000)
    expect(sightings.flatMap(({ faults, gaps }) => [...faults, ...gaps])).toEqual([])
    const whole = sightings.filter(({ only }) => only === undefined)
    for (const { arrivals } of whole) expect(arrivals.at(-1)?.seq).toBeGreaterThanOrEqual(head.seq)
    expect(whole).toHaveLength((clients * 4) / 5)
  },
  lastsMs + 5 * minutes,
)
