import { expect, test } from 'vitest'
import { joined, messageFrame } from './message.fake.ts'
import { encodePacket, operations } from './packet.ts'
import { readFrame, type Vocabulary, type Normalize } from './read.ts'
import { fakeTools } from './context.fake.ts'

const vocabulary: Vocabulary = {
  normalizers: new Map<string, Normalize>([
    ['ENTER', () => [{ type: 'enter' }]],
    ['NOTHING_NEW', () => []],
    ['ODD', () => undefined],
    ['END', () => ({ kind: 'ended', reason: 'over' })],
  ]),
  isIgnored: (method) => method === 'NOISE',
}
const read = (...frames: Uint8Array[]) => readFrame(joined(...frames), fakeTools, vocabulary)
const reply = (operation: number, body: string | Uint8Array): Uint8Array =>
  encodePacket({ version: 1, operation, body: Buffer.from(body) })

test('S3-18 a message that is no JSON is one fault and its neighbours survive', () => {
  const enter = messageFrame({ cmd: 'ENTER' })
  const { drafts, faults } = read(enter, messageFrame('{"cmd":"ENTER",'), messageFrame('7'), enter)
  expect(drafts).toHaveLength(2)
  expect(faults.map(({ kind }) => kind)).toEqual(['bad-message', 'bad-message'])
})

test('a fault never quotes the text of a viewer', () => {
  const { faults } = read(messageFrame('{"cmd":"DANMU_MSG","info":["secret words'))
  expect(JSON.stringify(faults)).not.toContain('secret')
})

test('a message of another shape is a fault with its name, and is stored unchanged', () => {
  const message = { cmd: 'ODD', data: { words: 'kept' } }
  const { faults, raws } = read(messageFrame(message))
  expect(faults).toMatchObject([{ method: 'ODD' }])
  expect(raws).toEqual([{ method: 'ODD', data: message }])
})

test('a message without news, or one that is left out, is ignored by name', () => {
  const { effects } = read(messageFrame({ cmd: 'NOTHING_NEW' }), messageFrame({ cmd: 'NOISE' }))
  expect(effects).toEqual([
    { kind: 'ignored', method: 'NOTHING_NEW' },
    { kind: 'ignored', method: 'NOISE' },
  ])
})

test('noise is left out before it is parsed, and also where its name stands last', () => {
  const { effects, faults } = read(
    messageFrame('{"cmd":"NOISE","data":{{{{'),
    messageFrame({ data: 1, cmd: 'NOISE' }),
  )
  expect([effects.length, faults.length]).toEqual([2, 0])
})

test('S3-17 the part after a colon is not of the name', () => {
  expect(read(messageFrame({ cmd: 'ENTER:4:0:2:2:2:0' })).drafts).toEqual([{ type: 'enter' }])
})

test.each(['MY_ENTER', 'ENTER_MIRROR', 'enter', 'constructor', '__proto__'])(
  'S3-17 %s is not ENTER but a raw message',
  (method) => {
    const message = { cmd: method, data: { a: 1 } }
    expect(read(messageFrame(message))).toMatchObject({
      drafts: [],
      raws: [{ method, data: message }],
    })
  },
)

test.each([{}, { cmd: '' }, { cmd: ':4' }, { cmd: 7 }])(
  '%o is a message without a name',
  (message) => {
    expect(read(messageFrame(message))).toMatchObject({
      raws: [{ data: message }],
      faults: [{ kind: 'bad-message' }],
    })
  },
)

test('the noise without a name is left out and counted, in any order of its fields', () => {
  for (const noise of [
    { mtime: 1, scatter: [0, 300] },
    { scatter: [], x: 1, mtime: 2 },
  ]) {
    const { effects, faults, raws } = read(messageFrame(noise))
    expect([faults, raws, effects.map(({ kind }) => kind)]).toEqual([[], [], ['ignored']])
  }
})

test('S3-4 a refusal keeps its code', () => {
  const { authenticateReply } = operations
  expect(read(reply(authenticateReply, '{"code":0}')).effects).toEqual([{ kind: 'authenticated' }])
  expect(read(reply(authenticateReply, '{"code":-101,"message":"token"}')).effects).toEqual([
    { kind: 'refused', code: -101, reason: 'token' },
  ])
  expect(read(reply(authenticateReply, 'ok')).faults).toMatchObject([{ kind: 'bad-message' }])
})

test('S3-7 a heartbeat reply has the popularity, and counts as a reply without it', () => {
  const { heartbeatReply } = operations
  expect(read(reply(heartbeatReply, new Uint8Array([0, 0, 9, 162]))).effects).toEqual([
    { kind: 'heartbeat-reply', popularity: 2466 },
  ])
  expect(read(reply(heartbeatReply, '')).effects).toEqual([{ kind: 'heartbeat-reply' }])
})

test('an operation that no server should send is a named fault', () => {
  expect(read(reply(1000, '{}')).faults).toEqual([{ kind: 'unexpected', detail: 'operation 1000' }])
})
