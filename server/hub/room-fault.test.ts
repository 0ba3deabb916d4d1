import { expect, test } from 'vitest'
import type { Draft, FeedEvent } from '../../proto/feed/index.ts'
import { createFakeRoom } from './room.fake.ts'

const source = 'demo:test'
const chat = (text: string, id?: string): Draft => ({ type: 'chat', text, ...(id ? { id } : {}) })
const noReaders = { readers: () => 0, renewed: () => undefined }
const parsed = (line: string | undefined): FeedEvent => JSON.parse(line ?? 'null') as FeedEvent

test('M10 an event of more than 64 KiB is counted and not shown, and its neighbours are', () => {
  const omitted: string[] = []
  const onOmitted = (_: string, type: string): number => omitted.push(type)
  const { room, tick } = createFakeRoom(100, { onOmitted })
  room.publish(source, chat('a'))
  const parts = Array.from({ length: 8_000 }, () => ({ text: 'x' }))
  expect(room.publish(source, { ...chat('x'), parts } as Draft)).toBe('omitted')
  room.publish(source, chat('b'))
  tick()
  expect(room.head).toBe(2)
  expect(parsed(room.entry(2)?.line)).toMatchObject({ seq: 2, text: 'b' })
  expect(omitted).toEqual(['chat'])
})

test('M10 a paid message whose text is too long keeps its money and the beginning of its words', () => {
  const { room, tick } = createFakeRoom()
  const value = { amount: 30, unit: 'cny.fen' } as const
  room.publish(source, { type: 'superchat', text: '爱'.repeat(70_000), value, shownMs: 60_000 })
  tick()
  const event = parsed(room.entry(1)?.line) as { readonly text: string }
  expect(event).toMatchObject({ type: 'superchat', value })
  expect(event.text).toBe(`${'爱'.repeat(1_999)}…`)
})

test('H2 a draft that cannot be serialised fails where it is published, not at the end of the tick', () => {
  const { room, tick } = createFakeRoom()
  const circle: Record<string, unknown> = { type: 'chat', text: 'a' }
  circle['user'] = circle
  room.publish(source, chat('a'))
  expect(() => room.publish(source, circle as unknown as Draft)).toThrow(TypeError)
  room.publish(source, chat('b'))
  tick()
  expect(room.head).toBe(2)
})

test('H2 a follower that throws is a counted fault, and costs no other follower anything', () => {
  const faults: unknown[] = []
  const { room, tick } = createFakeRoom(100, { onFault: (error) => faults.push(error) })
  const heads: number[] = []
  const fault = new TypeError('a fault')
  const advanced = (): never => {
    throw fault
  }
  room.follow({ ...noReaders, advanced, closed: () => undefined })
  room.follow({ ...noReaders, advanced: () => heads.push(room.head), closed: () => undefined })
  room.publish(source, chat('a'))
  tick()
  room.publish(source, chat('b'))
  tick()
  expect([faults, heads]).toEqual([
    [fault, fault],
    [1, 2],
  ])
})

test('H2 a board that cannot be shown later is a counted fault, not an exception of a timer', () => {
  const faults: unknown[] = []
  const { room, tick, clock } = createFakeRoom(100, { onFault: (error) => faults.push(error) })
  const board = (rank: unknown): Draft =>
    ({ type: 'rank', board: 'b', rows: [{ rank, user: {} }] }) as unknown as Draft
  room.publish(source, board(1))
  room.publish(source, board(1n)) // JSON has no such number
  tick()
  expect(() => clock.advance(2000)).not.toThrow()
  expect(faults).toHaveLength(1)
})
