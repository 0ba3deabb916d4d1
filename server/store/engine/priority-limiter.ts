import type { Breaker } from './breaker.ts'
import { type Priority, DatabaseUnavailable } from './db.ts'

/** The limits of jobs. */
export interface PriorityLimits {
  /** The number of jobs that run at once. */
  readonly width: number
  /** The number of each priority that may wait. */
  readonly waiting: number
  /** While it is open, no job waits or runs. */
  readonly breaker: Breaker
}

interface Waiter {
  readonly admit: () => void
  readonly refuse: (reason: Error) => void
}

const order: readonly Priority[] = ['write', 'resume', 'api']

/**
 * Runs jobs by priority, and in order within a priority. If too many of a priority wait, a new one is
 * refused.
 */
export class PriorityLimiter {
  readonly #limits: PriorityLimits
  readonly #waiting: Readonly<Record<Priority, Waiter[]>> = { write: [], resume: [], api: [] }
  #running = 0
  #closed: Promise<void> | undefined
  #emptied: (() => void) | undefined

  constructor(limits: PriorityLimits) {
    this.#limits = limits
  }

  /**
   * Runs a job as soon as its priority and the limit allow.
   *
   * @throws DatabaseUnavailable if too many wait, while the breaker is open, or after
   * {@link PriorityLimiter.close}.
   */
  async run<T>(priority: Priority, job: () => Promise<T>): Promise<T> {
    const { breaker } = this.#limits
    breaker.check()
    await this.#acquire(priority)
    try {
      return await breaker.run(job)
    } finally {
      this.#startNext()
    }
  }

  /** Refuses waiting and new jobs; resolves when the last running job has ended. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#emptied = resolve
      for (const waiter of order.flatMap((priority) => this.#waiting[priority].splice(0))) {
        waiter.refuse(closedError())
      }
      if (this.#running === 0) resolve()
    })
    return this.#closed
  }

  async #acquire(priority: Priority): Promise<void> {
    if (this.#closed) throw closedError()
    if (this.#running < this.#limits.width) {
      this.#running += 1
      return
    }
    const queue = this.#waiting[priority]
    if (queue.length >= this.#limits.waiting) {
      throw new DatabaseUnavailable('away', `${queue.length} ${priority} queries wait already`)
    }
    await new Promise<void>((admit, refuse) => queue.push({ admit, refuse }))
  }

  /** Starts the next waiting job in place of one that has ended. */
  #startNext(): void {
    const next = order.map((priority) => this.#waiting[priority]).find(({ length }) => length > 0)
    const waiter = next?.shift()
    if (waiter) {
      waiter.admit()
      return
    }
    this.#running -= 1
    if (this.#running === 0) this.#emptied?.()
  }
}

function closedError(): DatabaseUnavailable {
  return new DatabaseUnavailable('away', 'it was closed')
}
