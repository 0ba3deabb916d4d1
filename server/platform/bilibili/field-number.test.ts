import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { proofErrors, protoFields, provedFields } from '../proto-proof.fake.ts'

const proto = readFileSync(join(import.meta.dirname, '../../../proto/bilibili.proto'), 'utf8')

/** Returns the protobuf bytes of a case, which are of a real message. */
function packed(name: string, type: string): { readonly type: string; readonly bytes: Uint8Array } {
  const path = join(import.meta.dirname, 'fixture/case', `${name}.json`)
  const { data } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly data: { readonly pb: string }
  }
  return { type, bytes: new Uint8Array(Buffer.from(data.pb, 'base64')) }
}

const evidence = [
  packed('gift-v2', 'SendGift'),
  packed('box-v2', 'SendGift'),
  packed('follow-v2', 'InteractWord'),
]

test('each field number is proved by a real message, or marked as unproved', () => {
  expect(protoFields(proto).length).toBeGreaterThan(40)
  expect(proofErrors(proto, evidence)).toEqual({ unmarked: [], needlesslyMarked: [] })
})

test('the fields for money and for its givers are proved', () => {
  const proved = provedFields(proto, evidence)
  const money = ['gift_id', 'num', 'price', 'total_coin', 'coin_type', 'tid', 'gift_info']
  const all = [...money.map((name) => `SendGift.Item.${name}`), 'SendGift.uid', 'SendGift.switch']
  expect(all.filter((path) => !proved.has(path))).toEqual([])
})
