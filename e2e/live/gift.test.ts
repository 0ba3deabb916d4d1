import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedMessage } from '../../proto/feed/schema/frame.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { newKey } from './ledger-parts.ts'
import { type LiveServer, startLiveServer, type Visitor } from './people.ts'

let server: LiveServer
let host: Visitor
let admin: Visitor
let viewer: Visitor

beforeAll(async () => {
  server = await startLiveServer()
  host = await server.register('Hana', 'host')
  admin = await server.register('Adam', 'admin')
  viewer = await server.register('Vera')
  for (const id of ['stage', 'attic']) {
    await host.ask('POST', '/api/live', { id, title: 'Tonight' })
    await host.ask('POST', `/api/live/${id}/start`)
  }
  const image = 'https://example.org/rose.webp'
  await admin.ask('POST', '/api/live-gifts', {
    id: 'rose',
    name: 'Rose',
    price: 5,
    image,
    place: 1,
  })
  await admin.ask('POST', '/api/live-gifts', { id: 'rocket', name: 'Rocket', price: 500 })
})
afterAll(() => server.end())

const gifts = '/api/live/stage/gifts'
const topUp = (coins: unknown, account = viewer.id, by = admin) =>
  by.ask('POST', '/api/ledger/topups', { key: newKey(), account, coins, reason: 'a test' })
const balance = async (of = viewer) => (await of.ask('GET', '/api/me/ledger')).body['balance']

test('S2-25 the catalogue is in its order, and is not sent again while it is the same', async () => {
  const { body, headers } = await server.ask('GET', '/api/live-gifts')
  expect((body['gifts'] as { id: string }[]).map(({ id }) => id)).toEqual(['rocket', 'rose'])
  const etag = headers.get('etag') ?? ''
  const again = () => server.ask('GET', '/api/live-gifts', undefined, { 'if-none-match': etag })
  expect((await again()).status).toBe(304)
  await admin.ask('PATCH', '/api/live-gifts/rocket', { price: 501 })
  expect((await again()).status).toBe(200)
  const off = await admin.ask('PATCH', '/api/live-gifts/rocket', { onSale: false })
  expect(off.body).toMatchObject({ id: 'rocket', price: 501, onSale: false })
  expect((await server.ask('GET', '/api/live-gifts')).body['gifts']).toHaveLength(1)
  expect((await server.ask('GET', '/api/live-gifts?all=true')).body['gifts']).toHaveLength(2)
  const removed = await viewer.ask('POST', gifts, { key: newKey(), gift: 'rocket' })
  expect([removed.status, removed.body['code']]).toEqual([404, 'no-such-gift'])
})

test('S2-24 S2-31 S4-46 S4-50 a gift is paid, shown with its streak, on the board within 2 s', async () => {
  await topUp(100)
  const { frames, take, close } = subscribe(server.url, '/rooms/live:stage/stream')
  await take(1)
  const sent = await viewer.ask('POST', gifts, { key: newKey(), gift: 'rose', quantity: 3 })
  expect(sent.status).toBe(201)
  expect(sent.body).toMatchObject({ coins: 15, balance: 85, quantity: 3 })
  const paid = { key: newKey(), text: ' thank you ', coins: 20 }
  const message = await viewer.ask('POST', '/api/live/stage/superchats', paid)
  expect(message.body).toMatchObject({ text: 'thank you', coins: 20, balance: 65 })
  const shown = (type: string) => frames.filter((frame) => frame['type'] === type)
  await until(() => shown('rank').some(({ rows }) => JSON.stringify(rows).includes('"score":35')))
  await until(() => shown('gift').length === 2, { what: 'the end of the streak' })
  const user = { id: `live:${viewer.id}`, name: 'Vera' }
  const { id } = sent.body['combo'] as { id: string }
  const coin = (amount: number) => ({ amount, unit: 'coin' })
  expect(shown('gift')).toMatchObject([
    {
      id: sent.body['event'],
      user,
      gift: { id: 'rose', name: 'Rose', image: 'https://example.org/rose.webp' },
      price: coin(5),
      count: 3,
      value: coin(15),
      combo: { id, total: 3, final: false },
    },
    { count: 0, value: coin(0), combo: { id, total: 3, final: true } },
  ])
  const [superchat] = shown('superchat')
  expect(superchat).toMatchObject({ id: message.body['event'], user, value: coin(20) })
  expect(shown('rank').at(-1)?.['rows']).toEqual([{ rank: 1, user, score: 35 }])
  const refund = { key: newKey(), transfer: message.body['id'], reason: 'by mistake' }
  expect((await admin.ask('POST', '/api/ledger/refunds', refund)).status).toBe(201)
  await until(() => shown('retract').length === 1)
  expect(shown('retract')[0]?.['target']).toEqual({ events: [message.body['event']] })
  await until(() => JSON.stringify(shown('rank').at(-1)?.['rows']).includes('"score":15'))
  const board = await server.ask('GET', '/api/live/stage/rank')
  expect(board.body['rows']).toEqual([
    { rank: 1, account: { id: viewer.id, name: 'Vera' }, score: 15 },
  ])
  for (const frame of frames) feedMessage.parse(frame)
  close()
})

test.each([0, -1, 1.5, 2 ** 53, '1e3', null, 'NaN'])(
  'T-LEDGER-2 %j is no number of coins, items or price: 422, and nothing is taken',
  async (amount) => {
    const before = await balance()
    const key = newKey()
    const replies = [
      await topUp(amount),
      await viewer.ask('POST', gifts, { key, gift: 'rose', quantity: amount }),
      await viewer.ask('POST', '/api/live/stage/superchats', { key, text: 'x', coins: amount }),
      await admin.ask('POST', '/api/live-gifts', { name: 'x', price: amount }),
      await admin.ask('PATCH', '/api/live-gifts/rose', { price: amount }),
    ]
    const codes = replies.map(({ status, body }) => `${status} ${String(body['code'])}`)
    expect(new Set(codes)).toEqual(new Set(['422 invalid-value']))
    expect(await balance()).toBe(before)
  },
)

test('a body that is no JSON, such as NaN, is refused with 422', async () => {
  const response = await fetch(`${server.url}${gifts}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: viewer.cookie, origin: server.url },
    body: `{"key":"${newKey()}","gift":"rose","quantity":NaN}`,
  })
  expect(response.status).toBe(422)
})

test('S4-48 too few coins are 402, another use of a key 409, and a room that is not live 409', async () => {
  const poor = await server.register('Paul')
  const few = await poor.ask('POST', gifts, { key: newKey(), gift: 'rose' })
  expect([few.status, few.body['code']]).toEqual([402, 'too-few-coins'])
  const key = newKey()
  const first = await viewer.ask('POST', gifts, { key, gift: 'rose' })
  expect((await viewer.ask('POST', gifts, { key, gift: 'rose' })).body).toEqual(first.body)
  const other = await viewer.ask('POST', gifts, { key, gift: 'rose', quantity: 2 })
  expect([other.status, other.body['code']]).toEqual([409, 'key-reused'])
  const dear = await viewer.ask('POST', gifts, { key: newKey(), gift: 'rose', price: 4 })
  expect([dear.status, dear.body['code']]).toEqual([409, 'price-changed'])
  await host.ask('POST', '/api/live/attic/end')
  const late = { key: newKey(), gift: 'rose' }
  const ended = await viewer.ask('POST', '/api/live/attic/gifts', late)
  expect([ended.status, ended.body['code']]).toEqual([409, 'wrong-state'])
})

test('S4-51 only administrators give coins, with a reason, and the audit log has it', async () => {
  const paying = await topUp(7, host.id)
  expect(paying.body).toMatchObject({ kind: 'topup', coins: 7, reason: 'a test', balance: 7 })
  expect((await topUp(7, viewer.id, viewer)).status).toBe(403)
  const body = { key: newKey(), account: host.id, coins: 7 }
  expect((await admin.ask('POST', '/api/ledger/topups', body)).status).toBe(422)
  const nobody = { ...body, account: 'nobody', reason: 'x' }
  expect((await admin.ask('POST', '/api/ledger/topups', nobody)).status).toBe(404)
  const { body: audit } = await server.own('GET', '/api/audit?limit=1')
  const action = 'POST /api/ledger/topups'
  expect(audit['entries']).toMatchObject([{ actor: admin.id, action, after: { coins: 7 } }])
})

test('statements have every transfer, and the ledger is whole', async () => {
  const { body } = await viewer.ask('GET', '/api/me/ledger?limit=2')
  expect(body['transfers']).toHaveLength(2)
  const rest = await viewer.ask('GET', `/api/me/ledger?before=${String(body['next'])}`)
  const kinds = (rest.body['transfers'] as { kind: string }[]).map(({ kind }) => kind)
  expect(kinds).toContain('topup')
  expect((await viewer.ask('GET', '/api/ledger')).status).toBe(403)
  const all = await admin.ask('GET', `/api/ledger?account=${viewer.id}&kind=refund`)
  expect(all.body['transfers']).toMatchObject([{ kind: 'refund', text: 'thank you', coins: 20 }])
  const check = await server.own('GET', '/api/ledger/check')
  expect(check.body).toMatchObject({ imbalance: 0, faults: [] })
  const metrics = await fetch(`${server.url}/metrics`, {
    headers: { authorization: 'Bearer owner-of-this-test-0123456789abcdefghij' },
  })
  const text = await metrics.text()
  expect(text).toContain('danmu_ledger_imbalance_coins 0')
  expect(text).toMatch(/danmu_ledger_transfers_total\{kind="gift",result="repeated"\} 1/)
})

test('S2-28 S2-29 the boards of the server are those of its tables', async () => {
  expect((await viewer.ask('PUT', `/api/follows/${host.id}`)).status).toBeLessThan(300)
  const followers = await server.ask('GET', '/api/rank/followers?window=day')
  expect(followers.body['rows']).toEqual([
    { rank: 1, score: 1, host: { id: host.id, name: 'Hana' } },
  ])
  const income = await server.ask('GET', '/api/rank/income')
  const { body } = await server.own('GET', '/api/ledger?limit=100')
  const given = (body['transfers'] as { room?: string; coins: number }[])
    .filter(({ room }) => room === 'stage')
    .reduce((sum, { coins }) => sum - coins, 0)
  expect(income.body['rows']).toMatchObject([{ rank: 1, score: given, room: 'stage' }])
  expect((await server.ask('GET', '/api/rank/none')).status).toBe(400)
})
