import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../proto/feed/index.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { createPipeline } from '../../pipeline/pipeline.ts'
import { edited, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

type Changes = Readonly<Record<string, unknown>>

const uid = 77777777771
const sample = (name: string, changes: Changes = {}): object =>
  edited(
    JSON.parse(readFileSync(join(import.meta.dirname, 'fixture/message', `${name}.json`), 'utf8')),
    changes,
  )

/** Creates a pipeline with its published drafts and a clock. */
function listen() {
  const clock = createFakeClock(0)
  const published: Draft[] = []
  const pipeline = createPipeline(clock, { recent: [], publish: (draft) => published.push(draft) })
  const say = (...messages: object[]): void => {
    for (const message of messages) {
      for (const draft of bilibili.read(messageFrame(message), fakeTools).drafts) {
        pipeline.accept(draft)
      }
    }
  }
  return { clock, published, say, pipeline }
}

const toast = sample('USER_TOAST_MSG.1', { 'data.uid': uid, 'data.price': 138_000 })
const listed = sample('GUARD_BUY.1', { 'data.uid': uid })

describe('a purchase of a membership', () => {
  test.each([
    ['before', [listed, toast]],
    ['after', [toast, listed]],
    ['between', [toast, listed, toast]],
  ])('with the list price %s the toast has the price paid', (_, messages) => {
    const { clock, published, say } = listen()
    say(...messages)
    clock.advance(10_000)
    const ids = new Set(published.map(({ id }) => id)) // the room drops a repeated id
    expect(ids.size).toBe(1)
    expect(published[0]).toMatchObject({ type: 'membership', value: { amount: 138_000 } })
    expect(published[0]).not.toHaveProperty('provisional')
  })

  test('without a toast is published after three seconds', () => {
    const { clock, published, say } = listen()
    say(listed)
    clock.advance(2_999)
    expect(published).toEqual([])
    clock.advance(1)
    expect(published).toMatchObject([
      { id: `bilibili:guard-listed-${uid}-1661604507`, guard: 3, value: { amount: 198_000 } },
    ])
  })

  test('of another tier is another one', () => {
    const { clock, published, say } = listen()
    say(toast, edited(listed, { 'data.guard_level': 2 }))
    clock.advance(3_000)
    expect(published.map((draft) => draft.type === 'membership' && draft.guard)).toEqual([3, 2])
  })

  test('is published before the source ends', () => {
    const { published, say, pipeline } = listen()
    say(listed)
    pipeline.close()
    expect(published).toHaveLength(1)
  })
})

describe('a viewer who enters with an effect', () => {
  const effect = sample('ENTRY_EFFECT.1')
  const word = sample('INTERACT_WORD.1', { 'data.uid': uid, 'data.privilege_type': 0 })

  test('enters once, with the fields of the effect', () => {
    const { clock, published, say } = listen()
    say(effect)
    clock.advance(1_500)
    say(word)
    clock.advance(10_000)
    expect(published).toMatchObject([{ type: 'enter', at: expect.any(Number), user: { guard: 3 } }])
  })

  test('enters though no other message follows', () => {
    const { clock, published, say } = listen()
    say(effect, { ...effect, cmd: 'ENTRY_EFFECT_MUST_RECEIVE' })
    clock.advance(2_000)
    expect(published).toMatchObject([{ type: 'enter', user: { name: '__MOCK_UNAME__', guard: 3 } }])
  })

  test('has the name in the text if no other field has it', () => {
    const { clock, published, say } = listen()
    say(edited(effect, { 'data.uinfo': null, 'data.copy_writing': '欢迎舰长 <%观众甲%> 进入' }))
    clock.advance(2_000)
    expect(published).toMatchObject([{ user: { name: '观众甲' } }])
  })
})

describe('a superchat', () => {
  const plain = sample('SUPER_CHAT_MESSAGE.1', { 'data.message_trans': '' })
  const copy = sample('SUPER_CHAT_MESSAGE.1', {
    cmd: 'SUPER_CHAT_MESSAGE_JPN',
    'data.id': '4898587',
    'data.message_jpn': 'こんにちは',
  })

  test.each([
    ['behind', [plain, copy]],
    ['before', [copy, plain]],
  ])('has the translation of the copy that comes %s it', (_, messages) => {
    const { clock, published, say } = listen()
    say(...messages)
    clock.advance(10_000)
    expect(published).toMatchObject([{ type: 'superchat', translation: 'こんにちは' }])
  })

  test('without a copy is late by a second', () => {
    const { clock, published, say } = listen()
    say(plain)
    clock.advance(1_000)
    expect(published).toHaveLength(1)
    expect(published[0]).not.toHaveProperty('translation')
  })

  test('that is withdrawn at once is published first', () => {
    const { published, say } = listen()
    say(plain, sample('SUPER_CHAT_MESSAGE_DELETE.1'))
    expect(published.map(({ type }) => type)).toEqual(['superchat', 'retract'])
  })
})
