import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cpuMsOf } from '../frame.fake.ts'
import { readPage } from './page.ts'
import { stateOf } from './room.ts'
import { readWebEnter } from './web-enter.ts'

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixture/http', name), 'utf8')

/** Returns a page with its state as text in `depth` nested strings of JSON. */
const pageOf = (state: object, depth = 0): string => {
  let text = JSON.stringify(state)
  for (let i = 0; i < depth; i++) text = JSON.stringify({ props: text })
  return `<script>self.__pace_f.push([1,${JSON.stringify(`c:["$","$L1",null,${text}]\n`)}])</script>`
}

const roomInfo = {
  room: { id_str: '7599999999999999001', status: 2, title: 'C++ \\ "q" {}[] 你好' },
}

describe('a room page', () => {
  test('S1-21: has room, title, cover and viewer count of a live room', () => {
    expect(readPage(fixture('room-page.html'))).toEqual({
      loggedIn: false,
      lookup: {
        kind: 'room',
        room: {
          roomId: '7599999999999999001',
          live: {
            state: 'live',
            title: '$5 测试直播间 "引号" \\ 反斜杠 <b>',
            cover:
              'https://p3-webcast-sign.douyinpic.com/image-cut-tos-priv/synthetic~tplv.image?a=1&b=2',
          },
          watching: '91',
        },
      },
      visitorId: '7599888877776666555',
    })
  })

  test('reports that the broadcast has ended', () => {
    const { lookup } = readPage(fixture('room-page-ended.html'))
    expect(lookup).toMatchObject({ kind: 'room', room: { live: { state: 'offline' } } })
  })

  test('reports that the account has no room', () => {
    const { lookup, visitorId } = readPage(fixture('room-page-no-room.html'))
    expect(lookup).toEqual({ kind: 'no-room' })
    expect(visitorId).toBe('7599888877776666555')
  })

  test.each(['', '<html></html>', fixture('room-page-shell.html')])(
    'S1-20: without its state proves nothing',
    (html) => {
      expect(readPage(html)).toEqual({ lookup: { kind: 'unknown' } })
    },
  )

  test('proves nothing by a visitor id alone', () => {
    const html = pageOf({ odin: { user_unique_id: '7599888877776666555' } })
    expect(readPage(html)).toEqual({
      lookup: { kind: 'unknown' },
      visitorId: '7599888877776666555',
    })
  })

  const long = (unit: string): string => unit.repeat((14 * 1024 * 1024) / unit.length)
  const inPush = (text: string): string => `self.__pace_f.push([1,"${text}"])`

  test.each([
    ['scripts that never end', long('<script id="RENDER_DATA"')],
    ['one script of percent signs', `<script id="RENDER_DATA">${long('%')}</script>`],
    ['pieces that never end', long('.push([1,"')],
    ['one piece of quotes', `.push([1,"${long('\\"')}`],
    ['many small pieces', long(inPush('\\"roomInfo\\":{'))],
    ['one piece of rooms', inPush(long('\\"roomInfo\\":{'))],
    ['a room of quotes in quotes', inPush(`\\"roomInfo\\":{${long('\\"\\\\\\"')}`)],
    ['a room of brackets', inPush(`\\"roomInfo\\":{\\"a\\":${long('[')}`)],
    ['escapes of escapes', inPush(long('\\\\\\\\'))],
    ['visitors', long('user_unique_id\\')],
    ['logins', long('"isLogin\\')],
  ])('H7: that is malicious costs a moment and proves nothing: %s', (_what, slow) => {
    expect(readPage(slow).lookup).toEqual({ kind: 'unknown' })
    expect(cpuMsOf(() => readPage(slow))).toBeLessThan(200)
  })

  test.each([0, 1, 2, 3, 5, 7])('is read with its state %i strings deep', (depth) => {
    const html = pageOf({ roomStore: { roomInfo: {}, other: { roomInfo } } }, depth)
    expect(readPage(html).lookup).toMatchObject({
      kind: 'room',
      room: { roomId: '7599999999999999001', live: { state: 'live', title: roomInfo.room.title } },
    })
  })

  test('is read with its state cut into pieces anywhere', () => {
    const state = `c:${JSON.stringify({ roomInfo })}\n`
    fc.assert(
      fc.property(fc.integer({ min: 0, max: state.length }), (cut) => {
        const pieces = [state.slice(0, cut), state.slice(cut)]
        const html = pieces
          .map((piece) => `<script>self.__pace_f.push([1,${JSON.stringify(piece)}])</script>`)
          .join('\n')
        expect(readPage(html).lookup.kind).toBe('room')
      }),
    )
  })

  test('S1-20: of the older form keeps the plus signs of a title', () => {
    const state = { app: { initialState: { roomStore: { roomInfo } } } }
    const data = encodeURIComponent(JSON.stringify(state)).replaceAll('%2B', '+')
    const html = `<script id="RENDER_DATA" type="application/json">${data}</script>`
    const { lookup } = readPage(html)
    expect(lookup).toMatchObject({ room: { live: { title: roomInfo.room.title } } })
  })

  test.each(['%', '%7B%22roomInfo%22%3A%7B', '{"roomInfo":{"room":{"id_str":"1"'])(
    'of the older form, damaged (%j), proves nothing',
    (data) => {
      const html = `<script id="RENDER_DATA" type="application/json">${data}</script>`
      expect(readPage(html).lookup).toEqual({ kind: 'unknown' })
    },
  )

  test('never throws, wherever it is cut off', () => {
    const html = fixture('room-page.html')
    fc.assert(
      fc.property(fc.nat(html.length), (length) => {
        expect(['room', 'unknown']).toContain(readPage(html.slice(0, length)).lookup.kind)
      }),
    )
  })

  test('gives no id that is not a number', () => {
    const html = pageOf({ roomInfo: { room: { id_str: '1&x=2', status: 2 } } })
    expect(readPage(html).lookup).toEqual({ kind: 'unknown' })
  })
})

test.each([
  [1, 'offline'],
  [2, 'live'],
  [3, 'paused'],
  [4, 'offline'],
  [5, 'unknown'],
] as const)('S0-14: status %i means %s', (status, state) => {
  expect(stateOf(status)).toBe(state)
})

describe('web/enter', () => {
  test('S1-21: reports a live room', () => {
    expect(readWebEnter(fixture('web-enter.json'))).toMatchObject({
      kind: 'room',
      room: {
        roomId: '7696269120665856763',
        live: {
          state: 'live',
          title: '固定测试标题，把把都好',
          cover: expect.stringMatching(/^https:/),
        },
        watching: '91',
      },
    })
  })

  test('reports that a broadcast has ended, whose room_status says 2', () => {
    const lookup = readWebEnter(fixture('web-enter-ended.json'))
    expect(lookup).toMatchObject({ kind: 'room', room: { live: { state: 'offline' } } })
  })

  test('reports that an account has no room', () => {
    const answer = { status_code: 0, data: { data: [], user: { id_str: '1' }, prompts: '…' } }
    expect(readWebEnter(JSON.stringify(answer))).toEqual({ kind: 'no-room' })
  })

  test('with megabytes of nesting costs a moment and proves nothing', () => {
    const nested = '{"status_code":0,"data":' + '['.repeat(14 * 1024 * 1024)
    expect(readWebEnter(nested)).toEqual({ kind: 'unknown' })
    expect(cpuMsOf(() => readWebEnter(nested))).toBeLessThan(200)
  })

  test.each(['', '<html>', '{}', 'null', '{"status_code":10011,"data":{}}', '{"status_code":0}'])(
    '%j proves nothing',
    (body) => expect(readWebEnter(body)).toEqual({ kind: 'unknown' }),
  )
})
