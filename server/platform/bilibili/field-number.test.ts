import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { protoFields, provedFields } from '../proto-proof.fake.ts'

const proto = readFileSync(join(import.meta.dirname, '../../../proto/bilibili.proto'), 'utf8')

/** The protobuf in a case: all of them are of real messages. */
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
  const proved = provedFields(proto, evidence)
  const fields = protoFields(proto)
  expect(fields.length).toBeGreaterThan(40)
  const without = fields.filter(({ path, unproved }) => !unproved && !proved.has(path))
  expect(without.map(({ path }) => path)).toEqual([])
  const needless = fields.filter(({ path, unproved }) => unproved && proved.has(path))
  expect(needless.map(({ path }) => path)).toEqual([])
})

test('what carries money and who gave it is proved', () => {
  const proved = provedFields(proto, evidence)
  const money = ['gift_id', 'num', 'price', 'total_coin', 'coin_type', 'tid', 'gift_info']
  const all = [...money.map((name) => `SendGift.Item.${name}`), 'SendGift.uid', 'SendGift.switch']
  expect(all.filter((path) => !proved.has(path))).toEqual([])
})
