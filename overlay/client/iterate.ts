/** A queue of values: pushed on one side and awaited on the other. */
export interface Iteration<T> {
  readonly iterator: AsyncIterableIterator<T>
  readonly push: (value: T) => void
  /** Ends the iteration, with an error if given, after the waiting values. Idempotent. */
  readonly end: (error?: Error) => void
}

/** The notifications for the pushing side. */
export interface IterationCalls {
  /** Called when the limit is reached; further values are queued, too. */
  readonly full: () => void
  /** Called when no value waits any more, after it was full. */
  readonly drained: () => void
  /** Called when the reader has stopped. */
  readonly ended: () => void
}

interface Asking<T> {
  readonly give: (result: IteratorResult<T, undefined>) => void
  readonly fail: (error: Error) => void
}

/** Makes an iteration with a limit of waiting values. */
export function iterate<T extends object>(limit: number, calls: IterationCalls): Iteration<T> {
  let values: T[] = []
  const asking: Asking<T>[] = []
  let over = false
  let error: Error | undefined
  let full = false

  const isReady = (): boolean => values.length > 0 || over
  const answer = ({ give, fail }: Asking<T>): void => {
    const value = values.shift()
    if (value !== undefined) return give({ done: false, value })
    if (error) fail(error)
    else give({ done: true, value })
    error = undefined // thrown once
  }
  const settle = (): void => {
    for (let one = asking[0]; one && isReady(); one = asking[0]) {
      asking.shift()
      answer(one)
    }
    if (!full || values.length > 0) return
    full = false
    calls.drained()
  }
  const end = (why?: Error): void => {
    if (over) return
    over = true
    error = why
    calls.ended()
    settle()
  }
  const iterator: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () =>
      new Promise((resolve, fail) => {
        asking.push({ give: resolve, fail })
        settle()
      }),
    return: () => {
      values = []
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
  return {
    iterator,
    end,
    push: (value) => {
      if (over) return
      values.push(value)
      settle()
      if (full || values.length < limit) return
      full = true
      calls.full()
    },
  }
}
