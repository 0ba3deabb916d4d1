import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { beginRequest } from './request.ts'

/** Makes a request that the test answers. */
function prepare() {
  const clock = createFakeClock()
  const outcomes: unknown[] = []
  const far: { answer?: (text: string) => void; fail?: (cause: unknown) => void } = {}
  const asked = beginRequest<string>({
    clock,
    limitMs: 1_000,
    call: (signal) =>
      new Promise((resolve, reject) => {
        Object.assign(far, { answer: resolve, fail: reject })
        signal.addEventListener('abort', () => outcomes.push('aborted'))
      }),
    answered: (text) => outcomes.push(text),
    failed: (cause) => outcomes.push(cause instanceof Error ? cause.name : cause),
  })
  return { clock, outcomes, far, asked }
}

test('an answer in time is the only result', async () => {
  const { clock, outcomes, far, asked } = prepare()
  far.answer?.('yes')
  await asked.done
  clock.advance(1_000)
  expect(outcomes).toEqual(['yes'])
})

test('a rejection is reported', async () => {
  const { outcomes, far, asked } = prepare()
  far.fail?.(new RangeError('no'))
  await asked.done
  expect(outcomes).toEqual(['RangeError'])
})

test('no answer in time is one failure, and the call is aborted', async () => {
  const { clock, outcomes, far, asked } = prepare()
  clock.advance(1_000)
  await asked.done
  far.fail?.(new Error('aborted'))
  await new Promise(setImmediate)
  expect(outcomes).toEqual(['TimeoutError', 'aborted'])
})

test('an answer after its time is still handed over', async () => {
  const { clock, outcomes, far, asked } = prepare()
  clock.advance(1_000)
  await asked.done
  far.answer?.('late')
  await new Promise(setImmediate)
  expect(outcomes).toEqual(['TimeoutError', 'aborted', 'late'])
})

test('an aborted request reports no failure', async () => {
  const { clock, outcomes, far, asked } = prepare()
  asked.abort()
  asked.abort()
  await asked.done
  far.fail?.(new Error('aborted'))
  await new Promise(setImmediate)
  clock.advance(1_000)
  expect(outcomes).toEqual(['aborted'])
})

test('a call that throws at once is a rejection', async () => {
  const outcomes: unknown[] = []
  const call = (): Promise<void> => {
    throw new RangeError('no')
  }
  const clock = createFakeClock()
  const { done } = beginRequest({
    clock,
    limitMs: 1,
    call,
    answered: () => undefined,
    failed: (cause) => outcomes.push(cause),
  })
  await done
  expect(outcomes).toMatchObject([{ name: 'RangeError' }])
})
