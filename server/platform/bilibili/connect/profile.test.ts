import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Connector } from '../../connector.ts'
import { connector } from './connector.ts'
import { createFakeIo, type FakeIo } from './io.fake.ts'

const folder = join(import.meta.dirname, '../fixture/http')
const answer = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object

const date = '2026-12-24'
const ticket = { facts: { roomId: '5440', buvid: 'kept' } }

function goingBy(profile: object): Connector {
  if (!connector.profile) throw new TypeError('it has a profile')
  return connector.profile.replace({ date, ...profile })
}

function site(paths: Readonly<Record<string, string>>): FakeIo {
  const answers = { '/keys': 'nav.guest', '/token': 'getDanmuInfo.ok', ...paths }
  const all = Object.entries(answers).map(([path, name]) => [path, [answer(name)]] as const)
  return createFakeIo(Object.fromEntries(all), { sign: async () => ({ w_rid: 'signed' }) })
}

test('hosts, paths, parameters and the player can be replaced without a release', async () => {
  const changed = goingBy({
    api: 'https://api.example.org',
    live: 'https://live.example.org',
    keysPath: '/keys',
    tokenPath: '/token',
    tokenQuery: { type: '1', fresh: 'yes' },
    socketPath: '/other',
    userAgent: 'Mozilla/5.0 tomorrow',
    player: { protover: 2, platform: 'h5', type: 3 },
  })
  const io = site({})
  const { urls, headers, first } = await changed.open(ticket, io)
  const [keys, token] = io.requests.map(({ url }) => url)
  expect(keys?.href).toBe('https://api.example.org/keys?')
  expect(token?.host).toBe('live.example.org')
  expect(token?.search).toBe('?id=5440&type=1&fresh=yes&wts=1763600000&w_rid=signed')
  expect(urls[0]).toMatch(/^wss:.*\/other$/)
  expect(headers['user-agent']).toBe('Mozilla/5.0 tomorrow')
  expect(Buffer.from(first[0] ?? []).toString()).toContain('"protover":2')
  expect(Buffer.from(first[0] ?? []).toString()).toContain('"platform":"h5","type":3')
  expect(changed.profile?.date).toBe(date)
})

test('an older player does not declare acknowledgements', async () => {
  const io = site({})
  const { first } = await goingBy({
    keysPath: '/keys',
    tokenPath: '/token',
    player: { acknowledges: false },
  }).open(ticket, io)
  expect(Buffer.from(first[0] ?? []).toString()).not.toMatch(/support_ack|queue_uuid|scene/)
})

test('fields that a profile leaves out stay as shipped', async () => {
  const io = site({ '/x/web-interface/nav': 'nav.guest' })
  await goingBy({ tokenPath: '/token' }).open(ticket, io)
  expect(io.requests[0]?.url.href).toBe('https://api.bilibili.com/x/web-interface/nav?')
})

test.each([
  [{ api: 'http://api.example.org' }, 'api'],
  [{ live: 'https://127.0.0.1' }, 'live'],
  [{ tokenPath: 'https://elsewhere.example/' }, 'tokenPath'],
  [{ player: { protover: 9 } }, 'player.protover'],
  [{ socketDomains: [] }, 'socketDomains'],
  [{ gateway: 'ws://broadcastlv.chat.bilibili.com/sub' }, 'gateway'],
  [{ hosts: [] }, 'hosts: there is no such field'],
])('a profile that cannot be used is refused by name: %o', (profile, words) => {
  expect(() => goingBy(profile)).toThrow(words)
})
