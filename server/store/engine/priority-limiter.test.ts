import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { createBreaker } from './breaker.ts'
import type { Priority } from './db.ts'
import { DatabaseUnavailable } from './db.ts'
import { PriorityLimiter } from './priority-limiter.ts'

function createLimiter(width: number, waiting: number): PriorityLimiter {
  return new PriorityLimiter({ width, waiting, breaker: createBreaker(createFakeClock()) })
}

/** Returns jobs that record their start and run until `end` is called. */
function createJobs(limiter: PriorityLimiter): {
  readonly begun: string[]
  readonly offer: (priority: Priority, name: string) => Promise<string>
  readonly end: (name: string) => Promise<void>
} {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    offer: (priority, name) =>
      limiter.run(priority, async () => {
        begun.push(name)
        await new Promise<void>((resolve) => ends.set(name, resolve))
        return name
      }),
    end: async (name) => {
      ends.get(name)?.()
      await new Promise(setImmediate)
    },
  }
}

test('storing runs before resuming, resuming before the API, each in order', async () => {
  const { begun, offer, end } = createJobs(createLimiter(1, 9))
  const all = [offer('api', 'first')]
  await new Promise(setImmediate)
  const later: [Priority, string][] = [
    ['api', 'api 1'],
    ['resume', 'resume 1'],
    ['write', 'write 1'],
    ['api', 'api 2'],
    ['write', 'write 2'],
  ]
  for (const [priority, name] of later) all.push(offer(priority, name))
  expect(begun).toEqual(['first'])
  for (let index = 0; index < all.length; index++) await end(begun[index]!)
  expect(begun).toEqual(['first', 'write 1', 'write 2', 'resume 1', 'api 1', 'api 2'])
  expect(await Promise.all(all)).toHaveLength(6)
})

test('a single write waits for one batch of the event writer at most, however many follow', async () => {
  const { begun, offer, end } = createJobs(createLimiter(1, 9))
  // The writer stores one batch after the other.
  const writing = (async () => {
    for (const batch of ['batch 1', 'batch 2', 'batch 3']) await offer('write', batch)
  })()
  await new Promise(setImmediate)
  const comments = ['comment 1', 'comment 2'].map((name) => offer('write', name))
  const reading = offer('api', 'list')
  for (let index = 0; index < 6; index++) await end(begun[index]!)
  expect(begun).toEqual(['batch 1', 'comment 1', 'comment 2', 'batch 2', 'list', 'batch 3'])
  await Promise.all([writing, reading, ...comments])
})

test('S2-5 while the database is away, waiting jobs are refused with the failed ones', async () => {
  const breaker = createBreaker(createFakeClock())
  const limiter = new PriorityLimiter({ width: 1, waiting: 99, breaker })
  let asked = 0
  const fail = (): Promise<never> => {
    asked += 1
    return Promise.reject(new DatabaseUnavailable('away', 'connection refused'))
  }
  const jobs = Array.from({ length: 50 }, () => limiter.run('api', fail))
  const results = await Promise.allSettled(jobs)
  expect(results.every(({ status }) => status === 'rejected')).toBe(true)
  expect(asked).toBe(5)
  await expect(limiter.run('write', fail)).rejects.toThrow(DatabaseUnavailable)
  expect(asked).toBe(5)
})

test('at most `width` jobs run at once, and a failed job makes room for the next', async () => {
  const limiter = createLimiter(2, 9)
  const { begun, offer, end } = createJobs(limiter)
  const failing = limiter.run('api', () => Promise.reject(new Error('no')))
  const [a, b] = [offer('api', 'a'), offer('api', 'b')]
  await expect(failing).rejects.toThrow('no')
  await new Promise(setImmediate)
  expect(begun).toEqual(['a', 'b'])
  await end('a')
  await end('b')
  expect(await Promise.all([a, b])).toEqual(['a', 'b'])
})

test('if too many jobs of a priority wait, only that priority is refused', async () => {
  const { offer, end, begun } = createJobs(createLimiter(1, 1))
  const all = [offer('api', 'running'), offer('api', 'waiting')]
  await expect(offer('api', 'too many')).rejects.toThrow(DatabaseUnavailable)
  all.push(offer('write', 'write'))
  for (let index = 0; index < all.length; index++) await end(begun[index]!)
  expect(await Promise.all(all)).toEqual(['running', 'waiting', 'write'])
})

test('a close lets the running job end and refuses the others', async () => {
  const limiter = createLimiter(1, 9)
  const { offer, end } = createJobs(limiter)
  const running = offer('api', 'running')
  const waiting = offer('write', 'waiting')
  await new Promise(setImmediate)
  const closed = limiter.close()
  await expect(waiting).rejects.toThrow(DatabaseUnavailable)
  await expect(offer('write', 'late')).rejects.toThrow(DatabaseUnavailable)
  await end('running')
  expect(await running).toBe('running')
  await closed
  await limiter.close()
})
