import type { Clock } from '../../lib/time/clock.ts'

/** A request to a site, and who wants to know. */
export interface Question<T> {
  readonly clock: Clock
  readonly limitMs: number
  readonly call: (signal: AbortSignal) => Promise<T>
  /** May come after `failed`: a late answer can be a thing that must be given back. */
  readonly answered: (answer: T) => void
  /** At most once: the rejection, or that the time is over. */
  readonly failed: (cause: unknown) => void
}

/** A question that was asked. */
export interface RequestStep {
  /** Resolves once nobody waits for the answer any more; never rejects. */
  readonly done: Promise<void>
  /** Stops caring. Idempotent. */
  readonly abort: () => void
}

/** Asks, and makes sure that something comes of it in time. */
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
