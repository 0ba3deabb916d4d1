import { expect, test } from 'vitest'
import { createFakeIo } from '../client/io.fake.ts'
import type { Design } from '../design/design.ts'
import { followNamed, namedAddress } from './named.ts'

function createRig() {
  const { WebSocket, sockets, last } = createFakeIo()
  const designs: Design[] = []
  const refusals: string[] = []
  const waits: { readonly delayMs: number; readonly call: () => void }[] = []
  followNamed(
    'ws://localhost/api/overlays/main/stream',
    { onDesign: (design) => designs.push(design), onRefused: (reason) => refusals.push(reason) },
    {
      WebSocket,
      after: (delayMs, call) => waits.push({ delayMs, call }),
      random: () => 0.5,
    },
  )
  return { sockets, last, designs, refusals, waits }
}

test('the address names the overlay and carries the token', () => {
  expect(namedAddress('main', 'a b', 'https://relay.example/overlay/main?x=1')).toBe(
    'wss://relay.example/api/overlays/main/stream?token=a+b',
  )
})

test('every design that is told is shown, and what is no message is not', () => {
  const { last, designs } = createRig()
  last().send(JSON.stringify({ type: 'overlay', design: { theme: 'pixel', widgets: [] } }))
  last().send('nonsense')
  last().send(JSON.stringify({ type: 'overlay', design: { theme: 'bubble', widgets: [] } }))
  expect(designs.map(({ theme }) => theme)).toEqual(['pixel', 'bubble'])
})

test('a server that went away is asked again soon, one that refuses is quoted and asked later', () => {
  const { sockets, last, refusals, waits } = createRig()
  last().end(1006)
  waits.at(-1)?.call()
  expect(sockets).toHaveLength(2)
  last().end(4004, 'there is no overlay of this name')
  expect(refusals).toEqual(['there is no overlay of this name'])
  expect(waits.map(({ delayMs }) => delayMs >= 10_000)).toEqual([false, true])
  waits.at(-1)?.call()
  expect(sockets).toHaveLength(3)
})
