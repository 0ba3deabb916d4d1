import { expect, test } from 'vitest'
import { createFakeRoom } from '../hub/room.fake.ts'
import { LogFailed } from '../log/log.ts'
import { createMemoryLog } from '../log/memory.ts'
import { tryOut } from './try-out.ts'

const chat = { type: 'chat', text: 'hello' } as const
let ids = 0
const newId = (): string => `new-${(ids += 1)}`

test('the answer waits until the events are published', async () => {
  const { room, tick } = createFakeRoom()
  let answered = false
  const answer = tryOut([chat], { room, name: 'quiet', newId }).then((tried) => {
    answered = true
    return tried
  })
  await Promise.resolve()
  expect([answered, room.head]).toEqual([false, 0])
  tick()
  expect((await answer)?.events).toMatchObject([{ seq: 1 }])
  expect(room.readers).toBe(0)
})

test('if the log fails at that moment, the answer has the positions in the new epoch', async () => {
  const memory = createMemoryLog('e1')
  let broken = false
  const append = (lines: readonly string[]): void => {
    if (broken) throw new LogFailed('full', 'no space')
    memory.append(lines)
  }
  const log = Object.defineProperties(
    { ...memory, append },
    { head: { get: () => memory.head }, oldest: { get: () => memory.oldest } },
  )
  const { room, tick } = createFakeRoom(100, { log })
  for (let i = 0; i < 5; i++) room.publish('demo:test', chat)
  tick()
  broken = true
  room.publish('demo:test', chat)
  const answer = tryOut([chat, chat], { room, name: 'quiet', newId })
  tick()
  const tried = await answer
  expect(tried?.epoch).toBe('e1-spare')
  expect(tried?.events.map(({ seq }) => seq)).toEqual([2, 3])
  for (const { id, seq } of tried?.events ?? []) {
    expect(JSON.parse(room.entry(seq ?? 0)?.line ?? '')).toMatchObject({ id, seq })
  }
})

test('a closed room accepts none', async () => {
  const { room } = createFakeRoom()
  await room.close()
  expect(await tryOut([chat], { room, name: 'quiet', newId })).toBeUndefined()
})
