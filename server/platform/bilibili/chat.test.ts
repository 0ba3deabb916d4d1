import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../proto/feed/index.ts'
import type { PlatformDraft } from '../platform.ts'
import { edited, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

type Chat = Extract<Draft, { type: 'chat' }>
type Changes = Readonly<Record<string, unknown>>

const captured = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixture/message/DANMU_MSG.12.json'), 'utf8'),
)
const url = 'https://i0.hdslb.com/a.png'

/** Returns the drafts of the captured line with some of its values replaced. */
function drafts(changes: Changes): readonly PlatformDraft[] {
  return bilibili.read(messageFrame(edited(captured, changes)), fakeTools).drafts
}

const chat = (changes: Changes): Chat => drafts(changes)[0] as Chat

/** Returns the change that replaces fields of the JSON text inside. */
const extra = (fields: object): Changes => ({
  'info.0.15.extra': JSON.stringify({ ...JSON.parse(captured.info[0][15].extra), ...fields }),
})

test.each(['DANMU_MSG_MIRROR', 'RECALL_DANMU_MSG'])('S3-17 %s is no chat', (cmd) => {
  expect(drafts({ cmd }).map(({ type }) => type)).not.toContain('chat')
})

describe('a masked viewer', () => {
  const masked = (crc: string): Chat =>
    chat({ 'info.2': [0, '观***', 0, 0, 0, 10000, 1, ''], 'info.0.7': crc })

  test('has a hash of the crc as its id, never the crc', () => {
    const { user } = masked('08f75835')
    expect(user).toMatchObject({
      masked: true,
      id: `bilibili:masked-${fakeTools.mask('08f75835')}`,
    })
    expect(JSON.stringify(masked('08f75835'))).not.toContain('08f75835')
  })

  test('has no id if its crc is that of every hidden uid', () => {
    expect(masked('f4dbdf21').user).toEqual(expect.not.objectContaining({ id: expect.anything() }))
  })

  test('is never taken for another one, and stays the same one', () => {
    expect(masked('08f75835').user?.id).not.toBe(masked('08f75836').user?.id)
    expect(masked('08f75835').user?.id).toBe(masked('08f75835').user?.id)
  })

  test('reports that all are masked, unless it alone is anonymous or a line of the platform', () => {
    const hidden = { 'info.2': [0, '观***', 0, 0, 0, 10000, 1, ''] }
    const effects = (changes: Changes) =>
      bilibili.read(messageFrame(edited(captured, changes)), fakeTools).effects
    expect(effects(hidden)).toEqual([{ kind: 'masked' }])
    expect(effects({ ...hidden, 'info.0.15.user': { base: { is_mystery: true } } })).toEqual([
      { kind: 'anonymous' },
    ])
    expect(effects({ ...hidden, 'info.0.9': 1 })).toEqual([])
    expect(effects({})).toEqual([])
  })

  test('has no id at all without the crc', () => {
    expect(masked('').user).toMatchObject({ masked: true, name: '观***' })
    expect(masked('').user).not.toHaveProperty('id')
  })
})

describe('the sender', () => {
  test('has the roles and the levels of the message', () => {
    const { user } = chat({
      'info.2': [1, '甲', 1, 1, 0, 10000, 1, ''],
      'info.7': 2,
      'info.0.15.user': { base: { face: 'http://i0.hdslb.com/a.jpg' } },
    })
    expect(user).toEqual({
      id: 'bilibili:1',
      name: '甲',
      avatar: 'https://i0.hdslb.com/a.jpg',
      level: 8,
      fan: { name: '德云色', level: 18, own: false },
      guard: 2,
      roles: ['admin', 'vip'],
    })
  })

  test('keeps all 16 digits of a uid', () => {
    expect(chat({ 'info.2.0': 3546559824567891 }).user?.id).toBe('bilibili:3546559824567891')
  })
})

describe('the line', () => {
  test('has the id that no viewer can forge', () => {
    const forged = { content: '"id_str":"0000","emots":{"[x]":{}}', id_str: 'abc' }
    expect(chat(extra(forged)).id).toBe('bilibili:abc')
  })

  test('without an upstream id has none', () => {
    expect(chat(extra({ id_str: '' }))).not.toHaveProperty('id')
    expect(chat({ 'info.0.15': null })).not.toHaveProperty('id')
  })

  test('replies to a user', () => {
    const reply = extra({ reply_mid: 7, reply_uname: '乙' })
    expect(chat(reply).replyTo).toEqual({ id: 'bilibili:7', name: '乙' })
    const none = extra({ reply_mid: 0, reply_uname: '' })
    expect(chat(none)).not.toHaveProperty('replyTo')
  })

  test('is split at its pictures and nowhere else', () => {
    const emots = { '[花]': { url, width: 20, height: 20 } }
    const { text, parts } = chat({ 'info.1': '[花]好[[花][假]', ...extra({ emots }) })
    const flower = { image: url, alt: '[花]', width: 20, height: 20 }
    expect(parts).toEqual([flower, { text: '好[' }, flower, { text: '[假]' }])
    expect(parts?.map((part) => part.text ?? part.alt).join('')).toBe(text)
  })

  test('with a broken `extra` is still published', () => {
    const broken = chat({ 'info.0.15.extra': '"emots":{ "id_str":"abc"' })
    expect(broken).toMatchObject({ id: 'bilibili:abc', text: '卡莎是物资还是jkl？' })
  })

  test('of 2019 has its time in seconds', () => {
    expect(chat({ 'info.0.4': 1552132592 }).at).toBe(1552132592000)
  })

  test('S0-45 has milliseconds, whichever of the two units its time is written in', () => {
    const seconds = fc.integer({ min: 1_300_000_000, max: 4_000_000_000 }) // 2011 to 2096
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999 }), (second, ms) => {
        expect(chat({ 'info.0.4': second }).at).toBe(second * 1000)
        expect(chat({ 'info.0.4': second * 1000 + ms }).at).toBe(second * 1000 + ms)
      }),
    )
  })

  test.each([
    [1, 'scroll'],
    [4, 'bottom'],
    [5, 'top'],
    [6, 'scroll'],
    [12, undefined],
  ])('in mode %s is shown as %s', (code, mode) => {
    expect(chat({ 'info.0.1': code }).mode).toBe(mode)
  })

  test('has a colour of six digits or none', () => {
    expect(chat({ 'info.0.3': 255 }).color).toBe('#0000ff')
    expect(chat({ 'info.0.3': -1 })).not.toHaveProperty('color')
  })
})

test.each([
  ['no text', { 'info.1': '' }],
  ['no array', { info: 'x' }],
])('a line with %s is no chat', (_name, changes) => {
  expect(drafts(changes)).toEqual([])
})
