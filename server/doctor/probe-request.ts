import type { Clock } from '../lib/time/clock.ts'
import { beginRequest } from '../upstream/machine/request.ts'
import { type Failure, failureOf } from '../upstream/machine/failure.ts'

/** A request to a site, made once. */
export interface ProbeRequest<T> {
  readonly clock: Clock
  /** Stops it. */
  readonly signal: AbortSignal
  readonly call: (signal: AbortSignal) => Promise<T>
  /** Receives an answer that comes after the wait is over. */
  readonly late?: (answer: T) => void
}

const askLimitMs = 15_000
const notifyLimitMs = 3_000

/** Makes a request, with the patience of a source. Never rejects. */
export function probeRequest<T>(
  inquiry: ProbeRequest<T>,
): Promise<{ readonly answer: T } | Failure> {
  const { clock, signal, call, late } = inquiry
  return new Promise((resolve) => {
    let isOver = false
    const settle = (outcome: { readonly answer: T } | Failure): void => {
      isOver = true
      signal.removeEventListener('abort', stop)
      resolve(outcome)
    }
    const asked = beginRequest({
      clock,
      limitMs: askLimitMs,
      call,
      answered: (answer) => (isOver ? late?.(answer) : settle({ answer })),
      failed: (cause) => settle(failureOf(cause)),
    })
    const stop = (): void => {
      asked.abort()
      settle({ kind: 'unanswered', reason: 'the examination was stopped' })
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })
}

/** Sends a site a notice; its outcome is no finding. Never rejects. */
export function notify(clock: Clock, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
  return beginRequest({ clock, limitMs: notifyLimitMs, call, answered: nothing, failed: nothing })
    .done
}

/** Repeats a keep-alive until it is stopped; the socket shows its outcome. */
export function keepSaying(
  clock: Clock,
  everyMs: number,
  call: (signal: AbortSignal) => Promise<void>,
): () => void {
  const again = (): void => {
    void notify(clock, call)
    timer = clock.after(everyMs, again)
  }
  let timer = clock.after(everyMs, again)
  return () => timer.cancel()
}

function nothing(): void {
  // The outcome does not matter.
}
