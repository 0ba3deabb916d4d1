import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { jsonMutations, wireMutations } from './mutation.fake.ts'
import type { Reading } from './platform.ts'
import { platforms } from './registry.ts'
import { resultOf, type Rules, violations } from './robustness.fake.ts'
import { messageFrame } from './bilibili-packet/message.fake.ts'
import { fakeTools } from './bilibili-packet/context.fake.ts'

function read(platform: string, frame: Uint8Array): Reading {
  const found = platforms.get(platform)
  if (found?.kind !== 'wire') throw new TypeError(`${platform} has no codec`)
  return found.read(frame, fakeTools)
}

const jsonIn = (...folder: readonly string[]): readonly (readonly [string, unknown])[] =>
  readdirSync(join(import.meta.dirname, ...folder))
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, ...folder, file), 'utf8')
      const parsed = JSON.parse(text) as unknown
      return [parsed].flat().map((message, index) => [`${file}#${index}`, message] as const)
    })

const commandOf = (message: unknown): string => String(Reflect.get(Object(message), 'cmd'))

describe('a message with any one field removed, nulled or of another type is the same event, or a named fault', () => {
  const ours =
    / (?:cmd|data|info|info\.1|data\.(?:pb|id|ids|ids\.0|lot_id|rank_type|list|online_list))$/
  const money = / data\.(?:giftId|num|price|total_coin|coin_type)$/
  const figures = / data\.(?:click_count|fans|title|live_key)$/
  const open =
    / data\.(?:msg|price|rmb|r_price|paid|gift_id|gift_num|like_count|message_ids(?:\.0)?)$/
  const rules: Rules = {
    essential: new RegExp([ours, money, figures, open].map(({ source }) => source).join('|')),
    // Without its time a LIVE has no news, without its count a board's size has no content; the
    // text of a special line cannot be distinguished from its other settings.
    deciding: /^(?:LIVE live_time|ONLINE_RANK_COUNT data\.online_count|DANMU_MSG:3:7\S* info\.1)$/,
  }

  test.each([
    ...['message', 'case'].map((folder) => ['bilibili', folder] as const),
    ['bilibili-open', 'message'] as const,
  ])('%s, %s', (platform, folder) => {
    const found = jsonIn(platform, 'fixture', folder).flatMap(([, message]) => {
      const readOne = (one: unknown): Reading => read(platform, messageFrame(one))
      const before = readOne(message)
      if (resultOf(before) !== 'event') return []
      const mutations = jsonMutations(message)
      return violations({ name: commandOf(message), before, mutations, read: readOne }, rules)
    })
    expect(found).toEqual([])
  })

  test('bilibili, packed', () => {
    const path = join(import.meta.dirname, '../../proto/bilibili.proto')
    const { root } = protobuf.parse(readFileSync(path, 'utf8'), { keepCase: true })
    root.resolveAll()
    const types: Readonly<Record<string, string>> = {
      SEND_GIFT_V2: 'bilibili.SendGift',
      INTERACT_WORD_V2: 'bilibili.InteractWord',
    }
    const packed = jsonIn('bilibili', 'fixture', 'case').filter(
      ([, one]) => commandOf(one) in types,
    )
    expect(packed).toHaveLength(3)
    const found = packed.flatMap(([, message]) => {
      const cmd = commandOf(message)
      const { pb } = (message as { readonly data: { readonly pb: string } }).data
      const bytes = new Uint8Array(Buffer.from(pb, 'base64'))
      const readOne = (changed: Uint8Array): Reading =>
        read(
          'bilibili',
          messageFrame({ cmd, data: { pb: Buffer.from(changed).toString('base64') } }),
        )
      const mutations = wireMutations(bytes, root.lookupType(types[cmd] ?? ''))
      return violations(
        { name: cmd, before: readOne(bytes), mutations, read: readOne },
        packedRules,
      )
    })
    expect(found).toEqual([])
  })

  test('feed', () => {
    const encoder = new TextEncoder()
    const readOne = (one: unknown): Reading => read('feed', encoder.encode(JSON.stringify(one)))
    const events = jsonIn('../../proto/feed/fixtures').filter(
      ([file, one]) => !file.startsWith('frame-') && resultOf(readOne(one)) === 'event',
    )
    expect(events.length).toBeGreaterThan(15)
    const found = events.flatMap(([file, message]) => {
      const mutations = jsonMutations(message)
      return violations(
        { name: file, before: readOne(message), mutations, read: readOne },
        feedRules,
      )
    })
    expect(found).toEqual([])
  })
}, 60_000)

const packedRules: Rules = {
  essential: /^SEND_GIFT_V2 items(?:\.(?:gift_id|num|total_coin|coin_type))?$/,
  deciding: /^SEND_GIFT_V2 switch$/,
}
const feedRules: Rules = {
  essential:
    /json#0 (?:type|seq|id|source|at|user|board|rows(?:\.\d+)?|(?:value|price)(?:\.(?:amount|unit|cents))?|text|count|gift(?:\.id)?|kind|state|code|lotteryId|packetId|target.*)$/,
  optional: /^(?:membership|redpacket)\.json#0 value$| value\.cents$/,
}
