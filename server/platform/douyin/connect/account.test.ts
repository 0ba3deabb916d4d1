import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../lib/random.ts'
import type { ConnectorIo } from '../../connector.ts'
import { connector } from './connector.ts'

const page = readFileSync(join(import.meta.dirname, '../fixture/http/room-page.html'), 'utf8')
const cookie = 'sessionid=secret; theme=dark; ttwid=1%7Cown'

/** Creates a site that accepts the account, or does not any more. */
function world(knows: boolean) {
  const shown: (string | null)[] = []
  const io: ConnectorIo = {
    fetch: async (address, init) => {
      const sent = new Headers(init?.headers).get('cookie')
      if (new URL(address).pathname === '/') {
        return new Response('', { headers: { 'set-cookie': 'ttwid=1%7Cguest; Path=/' } })
      }
      shown.push(sent)
      const here = knows && sent?.includes('sessionid=secret')
      return new Response(here ? page.replaceAll(/(isLogin\\*":)false/g, '$1true') : page)
    },
    now: () => 1_763_650_000_000,
    random: seededRandom(1),
    endpoints: {},
    cookie,
    sign: async () => ({ signature: 'signed' }),
    signal: new AbortController().signal,
  }
  return { io, shown }
}

test('a cookie makes the handshake that of its account, without other cookies of the browser', async () => {
  const { io, shown } = world(true)
  const ticket = await connector.resolve('100000000001', io)
  expect(shown.every((sent) => sent?.includes('secret') === false)).toBe(true) // found as a guest
  const connection = await connector.open(ticket, io)
  expect(connection).toMatchObject({ login: 'account', limits: [] })
  expect(connection.headers['cookie']).toBe('ttwid=1%7Cown; sessionid=secret')
  expect(connection.remark).toBeUndefined()
  expect(JSON.stringify(ticket)).not.toContain('secret')
})

test('an expired cookie is reported, and the connection is that of a guest', async () => {
  const { io } = world(false)
  const connection = await connector.open(await connector.resolve('100000000001', io), io)
  expect(connection).toMatchObject({ login: 'guest', limits: ['login-needed'] })
  expect(connection.headers['cookie']).toBe('ttwid=1%7Cguest')
  expect(connection.remark).toMatchObject({
    code: 'login-expired',
    reason: expect.stringContaining('replace it') as string,
  })
})

test('a page without a login state does not invalidate the cookie', async () => {
  const { io } = world(false)
  const ticket = await connector.resolve('100000000001', io)
  const { fetch } = io
  const silent: ConnectorIo = {
    ...io,
    fetch: async (address, init) => {
      const text = await (await fetch(address, init)).text()
      return new Response(text.replaceAll('isLogin', 'isOther'))
    },
  }
  expect((await connector.open(ticket, silent)).login).toBe('account')
})
