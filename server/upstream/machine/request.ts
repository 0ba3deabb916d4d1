import type { Clock } from '../../lib/time/clock.ts'

/** A request to a site, with its callbacks. */
export interface Question<T> {
  readonly clock: Clock
  readonly limitMs: number
  readonly call: (signal: AbortSignal) => Promise<T>
  /** May come after `failed`: a late answer may need to be given back. */
  readonly answered: (answer: T) => void
  /** At most once: the rejection, or that the time is over. */
  readonly failed: (cause: unknown) => void
}

/** A request that was made. */
export interface RequestStep {
  /** Resolves once no caller waits for the answer any more; never rejects. */
  readonly done: Promise<void>
  /** Stops waiting. Idempotent. */
  readonly abort: () => void
}

/** Makes a request, with a time limit for its result. */
export function beginRequest<T>({
  clock,
  limitMs,
  call,
  answered,
  failed,
}: Question<T>): RequestStep {
  const controller = new AbortController()
  let release: () => void
  const over = new Promise<void>((resolve) => (release = resolve))
  const abort = (): void => {
    timer.cancel()
    controller.abort()
    release()
  }
  const timer = clock.after(limitMs, () => {
    const cause = new DOMException(`no answer within ${limitMs} ms`, 'TimeoutError')
    if (!controller.signal.aborted) failed(cause)
    abort()
  })
  const run = async (): Promise<void> => {
    try {
      const answer = await call(controller.signal)
      timer.cancel()
      answered(answer)
    } catch (cause) {
      timer.cancel()
      if (!controller.signal.aborted) failed(cause)
    }
  }
  return { done: Promise.race([run(), over]), abort }
}
