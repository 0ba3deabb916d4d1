import { expect, test } from 'vitest'
import { measureEventLoopLag } from './event-loop-lag.ts'

/** Creates a loop that can be blocked: timers fire when it continues. */
function createLoop() {
  let now = 0
  let waiting: { readonly at: number; readonly call: () => void } | undefined
  const watch = measureEventLoopLag(
    () => now,
    (delayMs, call) => {
      const mine = { at: now + delayMs, call }
      waiting = mine
      return { cancel: () => (waiting = waiting === mine ? undefined : waiting) }
    },
  )
  const fire = (): void => {
    const due = waiting
    waiting = undefined
    due?.call()
  }
  return {
    watch,
    /** Lets time pass without a block. */
    run: (forMs: number) => {
      const end = now + forMs
      for (let next = waiting; next && next.at <= end; next = waiting) {
        now = Math.max(now, next.at)
        fire()
      }
      now = end
    },
    /** Lets time pass without a tick of the loop. */
    block: (forMs: number) => (now += forMs),
    fire,
    waits: () => waiting !== undefined,
  }
}

test('a punctual loop has no lag', () => {
  const { watch, run } = createLoop()
  run(60_000)
  expect(watch.lagMs()).toBe(0)
})

test('a blocked loop reports its lag at once, and for ten seconds after', () => {
  const { watch, run, block, fire } = createLoop()
  run(1000)
  block(6250) // the timer was due after 250 of them
  expect(watch.lagMs()).toBe(6000)
  fire()
  expect(watch.lagMs()).toBe(6000)
  run(9_999)
  expect(watch.lagMs()).toBe(6000)
  run(250)
  expect(watch.lagMs()).toBe(0)
})

test('a shorter delay replaces a longer one once that is old', () => {
  const { watch, run, block, fire } = createLoop()
  block(3250)
  fire()
  run(5000)
  block(1250)
  fire()
  expect(watch.lagMs()).toBe(3000)
  run(6000)
  expect(watch.lagMs()).toBe(1000)
})

test('a closed watch sets no timer', () => {
  const { watch, waits } = createLoop()
  watch.close()
  expect(waits()).toBe(false)
})
