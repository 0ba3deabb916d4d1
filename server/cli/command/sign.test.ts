import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exitCodes } from '../command.ts'
import { runWith } from '../program.fake.ts'

type Vector = readonly [string, number, number, number, number, string]

const folder = join(import.meta.dirname, '../../../signer/douyin')
const { signatures } = JSON.parse(readFileSync(join(folder, 'vector.json'), 'utf8')) as {
  readonly signatures: readonly Vector[]
}
const stubs: Readonly<Record<string, string>> = {
  S1: '61fed7636fb2c405c08290184cb1677c',
  S2: 'b74e75854ee838a6b34e180d26573df9',
  S3: 'c565ef229253d83569eb729928c0653d',
}
const keys = '7cd084941338484aae1ad9425b84077c,4932caff0ff746eab6f01bf08b70ac45'
const secret = 'fixture_access_key_secret'

async function sign(args: readonly string[], env = {}): Promise<string> {
  const { code, out, err } = await runWith(['sign', ...args], env)
  expect([code, err]).toEqual([exitCodes.ok, ''])
  return out
}

test('douyin prints every measured signature, and nothing else', async () => {
  for (const [name, a, b, c, call, signature] of signatures) {
    const args = ['--stub', stubs[name] ?? '', '--draws', `${a},${b},${c}`, '--call', String(call)]
    expect(await sign(['douyin', ...args])).toBe(`${signature}\n`)
  }
  expect(signatures.length).toBeGreaterThan(50)
})

test.each([
  [['foo=114', 'bar=514', 'zab=1919810', 'wts=1702204169'], '8f6f2b5b3d485fe1886cec6a0be8c5d4'],
  [['id=5440', 'type=0', 'wts=1763600000'], 'f94f379f97c2040e61e199afc9e27618'],
  [
    ['id=5440', 'type=0', 'web_location=444.8', 'wts=1763600000'],
    '9febe6c11ede1b04bbca125695590a69',
  ],
  [
    ["foo=one one four!'()*", 'bar=五一四', 'baz=1919810', 'wts=1702204169'],
    '04e50b58980e3e3cee8cbc0cc4c1c530',
  ],
])('S3-1 bilibili-wbi prints the published w_rid of %j', async (parameters, signature) => {
  expect(await sign(['bilibili-wbi', '--keys', keys, ...parameters])).toBe(`${signature}\n`)
})

test.each([
  [
    '{"code":"ABCDEFGHIJKLM","app_id":1700000000000}',
    '8f14e45fceea167a5a36dedd4bea2543',
    '1763600000',
    'f4a5443fe2427eccd436ac7c9a8e786fbe0ebb63309ef908f1fe7926512733ad',
  ],
  [
    '{"game_id":"b7bd0000-0000-0000-0000-000000000001"}',
    '00000000000000000000000000000002',
    '1763600020',
    '24d281b119b5b240a52ca985569056c071ca13dcf34b923d19019196ffa90270',
  ],
])('bilibili-open prints the Authorization of %s', async (body, nonce, timestamp, signature) => {
  const options = ['--access-key-id', 'fixture_access_key_id', '--nonce', nonce]
  const args = ['bilibili-open', ...options, '--timestamp', timestamp, body]
  expect(await sign(args, { ACCESS_KEY_SECRET: secret })).toBe(`${signature}\n`)
})

const stub = stubs['S1'] ?? ''
const open = ['bilibili-open', '--access-key-id', 'a', '--nonce', 'n', '--timestamp', '1', '{}']

test.each([
  [[], 'Commands:'],
  [['constructor'], "unknown command 'constructor'"],
  [['douyin', '--draws', '0,0,0'], '--stub'],
  [['douyin', '--stub', stub], '--draws'],
  [['douyin', '--stub', stub, '--draws', '0,0,1'], '--draws'],
  [['douyin', '--stub', stub, '--draws', '0,,0'], '--draws'],
  [['douyin', '--stub', stub, '--draws', '0,0,0', '--call', '0'], '--call'],
  [['douyin', '--stub', stub, '--draws', '0,0,0', 'more'], 'too many arguments'],
  [['bilibili-wbi', 'id=1', 'wts=1'], '--keys'],
  [['bilibili-wbi', '--keys', keys, 'id=1'], 'wts'],
  [['bilibili-wbi', '--keys', keys, 'id'], 'name=value'],
  [[...open, '--secret', 'x'], "unknown option '--secret'"],
  [open.slice(0, -1), "argument 'body'"],
  [open, 'ACCESS_KEY_SECRET must hold the secret'],
])('%j is refused with the reason', async (args, words) => {
  const { code, out, err } = await runWith(['sign', ...args])
  expect([code, out]).toEqual([exitCodes.usage, ''])
  expect(err).toContain(words)
})
