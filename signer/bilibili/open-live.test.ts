import { expect, test } from 'vitest'
import { type OpenLiveCredential, signatureHeaders, signCall } from './open-live.ts'

const credential: OpenLiveCredential = {
  accessKeyId: 'fixture_access_key_id',
  accessKeySecret: 'fixture_access_key_secret',
  appId: 1_700_000_000_000,
  code: 'ABCDEFGHIJKLM',
}
const gameId = 'b7bd0000-0000-0000-0000-000000000001'

test('a start has the code and the app, and the published signature', () => {
  const occasion = { nonce: '8f14e45fceea167a5a36dedd4bea2543', at: 1_763_600_000_000 }
  expect(signCall('start', '', credential, occasion)).toEqual({
    body: '{"code":"ABCDEFGHIJKLM","app_id":1700000000000}',
    headers: {
      'x-bili-accesskeyid': 'fixture_access_key_id',
      'x-bili-content-md5': '72cd778a6353b4497b59297d14d52917',
      'x-bili-signature-method': 'HMAC-SHA256',
      'x-bili-signature-nonce': '8f14e45fceea167a5a36dedd4bea2543',
      'x-bili-signature-version': '1.0',
      'x-bili-timestamp': '1763600000',
      authorization: 'f4a5443fe2427eccd436ac7c9a8e786fbe0ebb63309ef908f1fe7926512733ad',
    },
  })
})

test('a heartbeat has the game alone, and the published signature', () => {
  const occasion = { nonce: '00000000000000000000000000000002', at: 1_763_600_020_999 }
  const { body, headers } = signCall('heartbeat', gameId, credential, occasion)
  expect(body).toBe(`{"game_id":"${gameId}"}`)
  expect(headers).toMatchObject({
    'x-bili-content-md5': '5b09f3b1505f61d335bc4ad67c034fc0',
    'x-bili-timestamp': '1763600020',
    authorization: '24d281b119b5b240a52ca985569056c071ca13dcf34b923d19019196ffa90270',
  })
})

test('an end has the app and the game', () => {
  const { body } = signCall('end', gameId, credential, { nonce: 'n', at: 0 })
  expect(body).toBe(`{"app_id":1700000000000,"game_id":"${gameId}"}`)
})

test('the secret itself is never sent', () => {
  const headers = signatureHeaders('{}', credential, { nonce: 'n', at: 0 })
  expect(JSON.stringify(headers)).not.toContain(credential.accessKeySecret)
})
