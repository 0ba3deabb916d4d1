import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Reading } from '../platform.ts'
import { edited, joined, messageFrame } from '../bilibili-packet/message.fake.ts'
import { encodePacket, operations, versions } from '../bilibili-packet/packet.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibiliOpen } from './index.ts'

const prefix = 'LIVE_OPEN_PLATFORM_'
const folder = join(import.meta.dirname, 'fixture/message')
const sample = (name: string, changes: Readonly<Record<string, unknown>> = {}): object =>
  edited(JSON.parse(readFileSync(join(folder, `${prefix}${name}.json`), 'utf8')), changes)
const read = (...messages: object[]): Reading =>
  bilibiliOpen.read(joined(...messages.map(messageFrame)), fakeTools)

test('a message that the platform packs with zlib is read', () => {
  const body = deflateSync(joined(messageFrame(sample('DM')), messageFrame(sample('LIKE'))))
  const frame = encodePacket({ version: versions.zlib, operation: operations.message, body })
  expect(bilibiliOpen.read(frame, fakeTools)).toEqual(read(sample('DM'), sample('LIKE')))
})

test('a superchat is withdrawn by the id it came with', () => {
  const [shown, withdrawn] = read(sample('SUPER_CHAT'), sample('SUPER_CHAT_DEL')).drafts
  expect(withdrawn).toMatchObject({ type: 'retract', target: { events: [shown?.id] } })
})

test('a free gift has a list price and the value 0', () => {
  const [gift] = read(sample('SEND_GIFT.debug-tool-shape')).drafts
  expect(gift).toMatchObject({ price: { amount: 100, unit: 'silver' } })
  expect(gift).not.toHaveProperty('value.cents')
})

test('a gift has the value that was really paid for each', () => {
  const message = sample('SEND_GIFT', { 'data.r_price': 90 })
  expect(read(message).drafts).toMatchObject([
    { price: { amount: 100 }, count: 2, value: { amount: 180, unit: 'gold', cents: 18 } },
  ])
})

test('users have their open id, never the uid, which is 0 for all of them', () => {
  const [line] = read(sample('DM', { 'data.uid': 7 })).drafts
  expect(line).toHaveProperty('user.id', 'bilibili-open:39b8fedb-60a5-4e29-ac75-b16955f7e632')
  const [anonymous] = read(sample('DM', { 'data.open_id': '' })).drafts
  expect(anonymous).toMatchObject({ type: 'chat', user: { name: expect.any(String) } })
  expect(anonymous).not.toHaveProperty('user.id')
})

test('a line replies to a user', () => {
  const reply = { 'data.reply_open_id': 'b', 'data.reply_uname': '乙', 'data.is_admin': 1 }
  expect(read(sample('DM', reply)).drafts).toMatchObject([
    { replyTo: { id: 'bilibili-open:b', name: '乙' }, user: { roles: ['admin'] } },
  ])
})

test('the anchor has the role of the anchor, and another receiver of a gift is named', () => {
  const roomContext = { room: '5440', anchor: '39b8fedb-60a5-4e29-ac75-b16955f7e632' }
  const readThere = (message: object): Reading =>
    bilibiliOpen.read(messageFrame(message), { ...fakeTools, roomContext })
  expect(readThere(sample('DM')).drafts).toMatchObject([{ user: { roles: ['anchor'] } }])
  const to = (open_id: string): object =>
    sample('SEND_GIFT', { 'data.anchor_info': { open_id, uname: '另一位主播', uface: '' } })
  expect(readThere(to('other')).drafts).toMatchObject([{ to: { id: 'bilibili-open:other' } }])
  expect(readThere(to(roomContext.anchor)).drafts[0]).not.toHaveProperty('to')
  expect(read(to('other')).drafts[0]).not.toHaveProperty('to')
})

test('a badge that is not worn is not shown', () => {
  const [line] = read(sample('DM', { 'data.fans_medal_wearing_status': false })).drafts
  expect(line).not.toHaveProperty('user.fan')
})

test('an unknown command is a raw message', () => {
  const message = { cmd: `${prefix}NEWS`, data: { a: 1 } }
  expect(read(message).raws).toEqual([{ method: `${prefix}NEWS`, data: message }])
})

test('every command without its data is one fault', () => {
  const names = ['DM', 'SEND_GIFT', 'SUPER_CHAT', 'SUPER_CHAT_DEL', 'GUARD', 'LIKE']
  const more = ['LIVE_ROOM_ENTER', 'LIVE_START', 'LIVE_END', 'INTERACTION_END']
  const commands = [...names, ...more].map((name) => ({ cmd: `${prefix}${name}` }))
  const { drafts, faults } = read(...commands)
  expect(drafts).toEqual([])
  expect(faults.map(({ method }) => method)).toEqual(commands.map(({ cmd }) => cmd))
})
