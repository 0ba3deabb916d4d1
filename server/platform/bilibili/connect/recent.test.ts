import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RiskControl } from '../../errors.ts'
import { fakeTools as tools } from '../../bilibili-packet/context.fake.ts'
import { connector } from './connector.ts'
import { createFakeIo, type FakeAnswer } from './io.fake.ts'

const history = '/xlive/web-room/v1/dM/gethistory'
const messages = '/av/v1/SuperChat/getMessageList'
const ticket = { facts: { roomId: '5440', buvid: 'kept-since-resolve', anchor: '9617619' } }

const fixture = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../fixture', path), 'utf8')) as Record<
    string,
    unknown
  >

const lines = (answer: FakeAnswer, cookie?: string) => {
  const io = createFakeIo({ [history]: [answer] }, cookie === undefined ? {} : { cookie })
  return { io, lines: connector.recent?.(ticket, io, tools) }
}

describe('the last lines of a room', () => {
  test('have the ids, times and users that the stream has', async () => {
    const { io, lines: received } = lines(fixture('http/gethistory.ok.json'))
    expect(await received).toEqual([
      {
        id: 'bilibili:088336a59eb277942ee353dd6666bf6347',
        at: 1_723_818_808_000,
        user: { id: 'bilibili:77777777771', name: '__MOCK_UNAME__' },
        text: '好帅',
      },
      { at: 1_723_818_916_000, user: { name: 'S***', masked: true }, text: '666' },
    ])
    expect(io.requests[0]?.url.href).toBe(`https://api.live.bilibili.com${history}?roomid=5440`)
  })

  test('are requested with the login of the stream, with a device', async () => {
    const empty = { code: 0, data: { admin: [], room: [] } }
    for (const [given, sent] of [
      [undefined, 'buvid3=kept-since-resolve'],
      ['SESSDATA=x', 'SESSDATA=x; buvid3=kept-since-resolve'],
      ['SESSDATA=x; buvid3=own', 'SESSDATA=x; buvid3=kept-since-resolve'],
    ] as const) {
      const { io, lines: received } = lines(empty, given)
      expect(await received).toEqual([])
      expect(io.requests[0]?.headers.get('cookie')).toBe(sent)
    }
  })

  test.each([{ code: -352 }, { code: -412 }, { code: 0, data: { v_voucher: 'v' } }])(
    '%o is risk control',
    async (answer) => {
      await expect(lines(answer).lines).rejects.toThrow(RiskControl)
    },
  )

  test('a status 412 is risk control, another answer is no list', async () => {
    const status = (code: number) => (): Response => new Response('', { status: code })
    await expect(lines(status(412)).lines).rejects.toThrow(RiskControl)
    await expect(lines(status(502)).lines).rejects.not.toThrow(RiskControl)
    await expect(lines({ code: 1 }).lines).rejects.not.toThrow(RiskControl)
  })

  test('an answer without a list, or an item without a line, has no lines', async () => {
    for (const room of [undefined, null, 7, [null, 7, {}, { text: 5 }, { text: '' }]]) {
      expect(await lines({ code: 0, data: { room } }).lines).toEqual([])
    }
  })
})

describe('the superchats on display', () => {
  const { data } = fixture('message/SUPER_CHAT_MESSAGE.1.json')
  const displayed = (body: object) =>
    connector.displayed?.(ticket, createFakeIo({ [messages]: [body] }), tools)

  test('have the ids that the stream has, in either form of the answer', async () => {
    const drafts = await displayed({ code: 0, data: { list: [data] } })
    expect(drafts).toMatchObject([
      { type: 'superchat', id: 'bilibili:sc-4898587', value: { cents: 3000 }, shownMs: 60_000 },
    ])
    const deeper = { super_chat_info: { message_list: [data] } }
    expect(await displayed({ code: 0, data: deeper })).toEqual(drafts)
  })

  test('are none without a list', async () => {
    for (const answer of [null, {}, { list: null }, { super_chat_info: {} }]) {
      expect(await displayed({ code: 0, data: answer })).toEqual([])
    }
  })
})
