import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect, type FeedEvent } from '../../overlay/client/index.ts'
import { startServerProcess, temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

/**
 * Returns the origin's positions of events from another relay: viewers without an id are named by
 * their position.
 */
function placesOf(events: readonly FeedEvent[]): readonly number[] {
  return events.flatMap(({ source, type, id }) =>
    source === 'demo:50' && type === 'chat' ? [Number(id.split(':')[1])] : [],
  )
}

test('a relay that was killed or stopped gets the events of the meantime from another one, once', async () => {
  const data = temporaryFolder()
  const origin = await startServerProcess()
  const env = {
    DATA_DIR: data.path,
    FEEDS: JSON.stringify({ friend: { url: `${origin.url}/rooms/demo:50` } }),
  }
  let relay = await startServerProcess(env)
  const { port } = new URL(relay.url)
  const truth: FeedEvent[] = []
  const received: FeedEvent[] = []
  const first = connect(`${origin.url}/rooms/demo:50/stream`, { WebSocket })
  first.on('event', (event) => truth.push(event))
  const feed = connect(`${relay.url}/rooms/feed:friend/stream`, { WebSocket })
  feed.on('event', (event) => received.push(event))
  await until(() => expect(existsSync(join(data.path, 'places.json'))).toBe(true))
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    await relay.end(signal)
    const before = truth.length
    await until(() => expect(truth.length).toBeGreaterThan(before + 50))
    const goal = Number(truth.at(-1)?.seq)
    relay = await startServerProcess({ ...env, PORT: port })
    await until(() => expect(placesOf(received).at(-1)).toBeGreaterThan(goal))
  }
  feed.close()
  const last = Number(placesOf(received).at(-1))
  await until(() => expect(placesOf(truth).at(-1)).toBeGreaterThanOrEqual(last)) // this one may be later
  first.close()
  await relay.end()
  await origin.end()
  data.remove()
  const places = placesOf(received)
  const said = placesOf(truth).filter((seq) => seq >= (places[0] ?? 0))
  expect(places).toEqual(said.slice(0, places.length))
  expect(received.filter(({ type }) => type === 'notice')).toEqual([])
})
