import { afterEach, expect, test, vi } from 'vitest'
import { closeCodes } from '../../proto/feed/index.ts'
import { createFakeIo } from '../client/io.fake.ts'
import type { Design } from '../design/design.ts'
import { followNamed, namedAddress, type NamedRefusal, namedRefusalText } from './named-overlay.ts'

const plain = 'ws://localhost/api/overlays/main/stream'

afterEach(() => vi.unstubAllGlobals())

function createRig(stream = plain) {
  const { WebSocket, sockets, last } = createFakeIo()
  const designs: Design[] = []
  const refusals: NamedRefusal[] = []
  const waits: { readonly delayMs: number; readonly call: () => void }[] = []
  followNamed(
    stream,
    { onDesign: (design) => designs.push(design), onRefused: (refusal) => refusals.push(refusal) },
    {
      WebSocket,
      after: (delayMs, call) => waits.push({ delayMs, call }),
      random: () => 0.5,
    },
  )
  return { sockets, last, designs, refusals, waits }
}

test('M12 a token goes to the ticket route as a header, never into an address', async () => {
  const asked = vi.fn<typeof fetch>(async () => Response.json({ ticket: 'once' }))
  vi.stubGlobal('fetch', asked)
  const page = 'https://relay.example/overlay/main?x=1'
  const { sockets, last } = createRig(namedAddress('main', 'a b', page))
  await vi.waitFor(() => expect(sockets).toHaveLength(1))
  expect(last().address).toBe('wss://relay.example/api/overlays/main/stream?ticket=once')
  expect(asked.mock.calls[0]).toMatchObject([
    'https://relay.example/api/overlays/main/tickets',
    { method: 'POST', headers: { authorization: 'Bearer a b' } },
  ])
})

test('M12 a refused token is a refusal of the overlay, a server that is away is not', async () => {
  const answers = [503, 401, 401]
  vi.stubGlobal('fetch', async () => new Response('{}', { status: answers.shift() ?? 500 }))
  const { refusals, waits, sockets } = createRig(`${plain}?token=old`)
  for (let tries = 1; tries <= 3; tries++) {
    await vi.waitFor(() => expect(waits).toHaveLength(tries))
    waits.at(-1)?.call()
  }
  expect(refusals).toMatchObject([{ code: closeCodes.notAllowed }])
  expect(sockets).toEqual([])
})

test('every received design is shown, and an invalid message is ignored', () => {
  const { last, designs } = createRig()
  last().send(JSON.stringify({ type: 'overlay', design: { theme: 'pixel', widgets: [] } }))
  last().send('nonsense')
  last().send(JSON.stringify({ type: 'overlay', design: { theme: 'bubble', widgets: [] } }))
  expect(designs.map(({ theme }) => theme)).toEqual(['pixel', 'bubble'])
})

test('B1 a lost or starting server is tried again within 2 s, and no refusal is reported', () => {
  const { sockets, last, refusals, waits } = createRig()
  for (const code of [1006, 1013, 1012]) {
    last().end(code)
    waits.at(-1)?.call()
  }
  expect(sockets).toHaveLength(4)
  expect(refusals).toEqual([])
  expect(Math.max(...waits.map(({ delayMs }) => delayMs))).toBeLessThan(2_000)
})

test('B1 a refusal is reported only after a second one in a row, and then tried again slowly', () => {
  const { last, refusals, waits } = createRig()
  const refuse = (): void => {
    last().end(4404, 'there is no overlay of this name')
    waits.at(-1)?.call()
  }
  refuse()
  last().end(1006) // a lost connection, so the refusals are not in a row
  waits.at(-1)?.call()
  refuse()
  expect(refusals).toEqual([])
  refuse()
  expect(refusals).toEqual([{ code: 4404, reason: 'there is no overlay of this name' }])
  expect(waits.map(({ delayMs }) => delayMs >= 10_000)).toEqual([false, false, false, true])
})

test('B1 a refusal is shown in the language of the page', () => {
  const refusal = { code: 4404, reason: 'there is no overlay of this name' }
  expect(namedRefusalText(refusal, 'zh-CN')).toBe('没有这个画面：已经删除，或者链接有误。')
  expect(namedRefusalText({ ...refusal, code: 4401 }, 'zh-CN')).toContain('令牌')
})
