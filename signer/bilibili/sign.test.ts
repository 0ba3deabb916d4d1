import { expect, test } from 'vitest'
import { createBilibiliSigners } from './sign.ts'

let nonces = 0
const signers = createBilibiliSigners({
  credential: async (name) =>
    name === 'shop'
      ? { accessKeyId: 'id', accessKeySecret: 'secret', appId: 7, code: 'CODE' }
      : undefined,
  now: () => 1_763_600_000_000,
  nonce: () => `nonce-${++nonces}`,
})

test('WBI keys are used and not sent', async () => {
  const keys = {
    imgKey: '7cd084941338484aae1ad9425b84077c',
    subKey: '4932caff0ff746eab6f01bf08b70ac45',
  }
  const signed = await signers['bilibili-wbi']({
    ...keys,
    id: '5440',
    type: '0',
    wts: '1763600000',
  })
  expect(signed).toEqual({ w_rid: 'f94f379f97c2040e61e199afc9e27618' })
})

test('a call of the open platform is filled in from the credential of the given name', async () => {
  const { body, ...headers } = await signers['bilibili-open']({ credential: 'shop', call: 'start' })
  expect(body).toBe('{"code":"CODE","app_id":7}')
  expect(headers).toMatchObject({ 'x-bili-accesskeyid': 'id', 'x-bili-timestamp': '1763600000' })
})

test('two calls never share a nonce', async () => {
  const call = { credential: 'shop', call: 'heartbeat', gameId: 'g' }
  const [first, second] = [
    await signers['bilibili-open'](call),
    await signers['bilibili-open'](call),
  ]
  expect(first['x-bili-signature-nonce']).not.toBe(second['x-bili-signature-nonce'])
  expect(first['authorization']).not.toBe(second['authorization'])
})

test('one call serves several games if they are of one account', async () => {
  const call = { credential: 'shop', call: 'batchHeartbeat', gameId: 'a,b' }
  expect((await signers['bilibili-open'](call))['body']).toBe('{"game_ids":["a","b"]}')
  expect(await signers['bilibili-open-account']({ credential: 'shop' })).toEqual({ account: 'id' })
  expect(await signers['bilibili-open-account']({ credential: 'other' })).toEqual({})
})

test('an unknown credential adds no fields', async () => {
  expect(await signers['bilibili-open']({ credential: 'other', call: 'start' })).toEqual({})
})

test('a request that cannot be signed is an error of the caller', async () => {
  await expect(signers['bilibili-wbi']({ id: '1' })).rejects.toThrow(TypeError)
  await expect(
    signers['bilibili-open']({ credential: 'shop', call: 'constructor' }),
  ).rejects.toThrow(TypeError)
})
