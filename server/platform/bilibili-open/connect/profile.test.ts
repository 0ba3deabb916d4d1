import { expect, test } from 'vitest'
import { createFakeIo } from '../../bilibili/connect/io.fake.ts'
import { connector } from './connector.ts'

test('the interface can be moved without a release, and stays there for the whole game', async () => {
  const moved = connector.profile?.replace({
    date: '2026-12-24',
    api: 'https://open.example.org',
    appPath: '/v3/app',
  })
  const websocket_info = { auth_body: '{}', wss_link: ['wss://a.bilibili.com/sub'] }
  const started = { code: 0, data: { game_info: { game_id: 'g' }, websocket_info } }
  const io = createFakeIo(
    { '/v3/app/start': [started], '/v3/app/end': [{ code: 0 }] },
    { sign: async () => ({ body: '{}' }) },
  )
  const connection = await moved?.open({ facts: { credential: 'shop' } }, io)
  await connection?.end?.(io)
  expect(io.requests.map(({ url }) => url.href)).toEqual([
    'https://open.example.org/v3/app/start',
    'https://open.example.org/v3/app/end',
  ])
})
