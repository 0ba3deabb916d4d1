import { afterAll, beforeAll, expect, test } from 'vitest'
import { lotteryProof } from '../../proto/api/lottery/lottery.ts'
import { faultOf } from '../../server/lottery/draw.ts'
import { temporaryFolder } from '../kit/server.ts'
import { subscribe, type Subscriber } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, startLiveServer, type Visitor } from './people.ts'

const data = temporaryFolder()
let server: LiveServer
let host: Visitor
let vera: Visitor
let vito: Visitor
let vlad: Visitor

const prizes = [
  { name: 'a cup', count: 1 },
  { name: 'a pin', count: 1 },
]
const path = '/api/live/stage/lotteries'

beforeAll(async () => {
  server = await startLiveServer({ DATA_DIR: data.path })
  host = await server.register('Hana', 'host')
  vera = await server.register('Vera')
  vito = await server.register('Vito')
  vlad = await server.register('Vlad')
  await host.ask('POST', '/api/live', { id: 'stage', title: 'Tonight' })
})
afterAll(async () => {
  await server.end()
  data.remove()
})

const open = (lastsMs: number, rule = 'anyone') => host.ask('POST', path, { prizes, rule, lastsMs })

/** Waits until a lottery takes no entries any more. */
function ended(lottery: unknown): Promise<unknown> {
  const stateNow = async () => (await host.ask('GET', `${path}/${String(lottery)}`)).body['state']
  return until(async () => (await stateNow()) === 'closed', { what: 'entries have ended' })
}

test('S2-21 the host alone opens a lottery in a live broadcast, one at a time', async () => {
  expect((await open(60_000)).status).toBe(409)
  await host.ask('POST', '/api/live/stage/start')
  expect((await vera.ask('POST', path, { prizes, lastsMs: 60_000 })).status).toBe(403)
  const opened = await open(60_000)
  expect(opened).toMatchObject({ status: 201, body: { state: 'open', entries: 0 } })
  expect(opened.body).not.toHaveProperty('seed')
  expect((await open(60_000)).status).toBe(409)
  const own = `${path}/${String(opened.body['id'])}`
  expect((await host.ask('POST', `${own}/draw`)).status).toBe(409)
  expect((await vera.ask('POST', `${own}/cancel`)).status).toBe(403)
  expect((await host.ask('POST', `${own}/cancel`)).body).toMatchObject({ state: 'cancelled' })
  expect((await host.ask('POST', `${own}/cancel`)).status).toBe(409)
  expect((await vera.ask('POST', `${own}/entries`)).status).toBe(409)
})

test('S2-22 S2-23 entries count once, end by the time of the database across a kill, and the draw is verified', async () => {
  const before = subscribe(server.url, '/rooms/live:stage/stream?types=lottery')
  await before.take(1)
  const { id, seedHash } = (await open(8_000, 'followers')).body
  const statesIn = ({ frames }: Subscriber) =>
    frames.flatMap((one) => (one['lotteryId'] === id ? [one['state']] : []))
  await until(() => statesIn(before).includes('open'), { what: 'the lottery is shown' })
  before.leave()
  const own = `${path}/${String(id)}`
  expect((await vera.ask('POST', `${own}/entries`)).body).toMatchObject({
    reason: 'followers-only',
  })
  await Promise.all([vera, vito].map((one) => one.ask('PUT', `/api/follows/${host.id}`)))
  const tries = await Promise.all(
    Array.from({ length: 50 }, async () => (await vera.ask('POST', `${own}/entries`)).status),
  )
  expect(new Set(tries)).toEqual(new Set([204]))
  expect((await vito.ask('POST', `${own}/entries`)).status).toBe(204)
  expect((await host.ask('POST', `${own}/entries`)).body).toMatchObject({ reason: 'host' })
  expect((await vera.ask('GET', own)).body).toMatchObject({ entries: 2, entered: true })
  expect((await vera.ask('GET', own)).body).not.toHaveProperty('accounts')
  await server.end('SIGKILL')
  const { port } = new URL(server.url)
  server = await startLiveServer({ DATA_DIR: data.path, PORT: port })
  await ended(id)
  await vlad.ask('PUT', `/api/follows/${host.id}`)
  expect((await vlad.ask('POST', `${own}/entries`)).status).toBe(409)
  expect((await vera.ask('POST', `${own}/entries`)).status).toBe(409)
  const closed = lotteryProof.parse((await vera.ask('GET', own)).body)
  expect(closed).toMatchObject({ seedHash, entries: 2 })
  expect(closed.accounts).toEqual(expect.arrayContaining([vera.id, vito.id]))
  const drawn = lotteryProof.parse((await host.ask('POST', `${own}/draw`)).body)
  expect(drawn).toMatchObject({ seedHash, entriesHash: closed.entriesHash, state: 'drawn' })
  expect(faultOf(drawn)).toBeUndefined()
  expect((await host.ask('POST', `${own}/draw`)).status).toBe(409)
  const after = subscribe(server.url, '/rooms/live:stage/stream?types=lottery&last=20')
  await until(() => statesIn(after).includes('drawn'), { what: 'the draw is shown' })
  expect(statesIn(after).slice(-2)).toEqual(['closed', 'drawn'])
  expect(after.frames.find(({ state }) => state === 'drawn')).toMatchObject({
    seed: drawn.seed,
    winners: drawn.winners?.map((won) => ({
      user: { id: `live:${won.id}`, name: won.name },
      prize: won.prize,
    })),
  })
  after.leave()
}, 120_000)
