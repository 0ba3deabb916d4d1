import { expect, test } from 'vitest'
import type { Priority } from './db.ts'
import { DatabaseUnavailable } from './db.ts'
import { PriorityLimiter } from './priority-limiter.ts'

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
  const { begun, offer, end } = createJobs(new PriorityLimiter({ width: 1, waiting: 9 }))
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

test('at most `width` jobs run at once, and a failed job makes room for the next', async () => {
  const limiter = new PriorityLimiter({ width: 2, waiting: 9 })
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
  const { offer, end, begun } = createJobs(new PriorityLimiter({ width: 1, waiting: 1 }))
  const all = [offer('api', 'running'), offer('api', 'waiting')]
  await expect(offer('api', 'too many')).rejects.toThrow(DatabaseUnavailable)
  all.push(offer('write', 'write'))
  for (let index = 0; index < all.length; index++) await end(begun[index]!)
  expect(await Promise.all(all)).toEqual(['running', 'waiting', 'write'])
})

test('a close lets the running job end and refuses the others', async () => {
  const limiter = new PriorityLimiter({ width: 1, waiting: 9 })
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
