import type { Clock, Timer } from '../../lib/time/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { Db } from './db.ts'
import {
  DatabaseHeld,
  releaseLease,
  type Lease,
  renewLease,
  takeLease,
  type RelayIdentity,
} from '../query/lease.ts'

/** Dependencies of the lease holder. */
export interface LeaseHolderParts {
  readonly relay: RelayIdentity
  /** True takes the lease from an active holder too, once. */
  readonly takeOver: boolean
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const renewMs = 10_000

/** Holds the lease of a database while the server runs, until another relay takes it over. */
export class LeaseHolder {
  readonly #parts: LeaseHolderParts
  #db: Db | undefined
  #lease: Lease | undefined
  #timer: Timer | undefined
  #resolveLost: (held: DatabaseHeld) => void = () => undefined
  /** Resolves when another relay holds the lease: this one can store nothing any more. */
  readonly lost: Promise<DatabaseHeld>

  constructor(parts: LeaseHolderParts) {
    this.#parts = parts
    this.lost = new Promise((resolve) => (this.#resolveLost = resolve))
  }

  /** The id of this run, under which events are inserted. */
  get run(): string {
    return this.#parts.relay.run
  }

  /** Takes the lease, or renews it. @throws DatabaseHeld if another relay holds it. */
  async take(db: Db): Promise<void> {
    const { relay, takeOver, log } = this.#parts
    this.#db = db
    await this.watchLoss(async () => {
      if (this.#lease) {
        this.#lease = await renewLease(db, relay, this.#lease)
        return
      }
      this.#lease = await takeLease(db, relay, takeOver)
      log.info({ taken: this.#lease.taken }, 'this relay stores in the database')
    })
    this.#timer ??= this.#scheduleRenewal(db)
  }

  /** Runs work that may throw DatabaseHeld, and resolves {@link lost} in that case. */
  async watchLoss<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof DatabaseHeld) this.#resolveLost(error)
      throw error
    }
  }

  /** Releases the lease, so that another relay need not wait. Idempotent. */
  async close(): Promise<void> {
    this.#timer?.cancel()
    if (this.#db && this.#lease) await releaseLease(this.#db, this.run)
    this.#lease = undefined
  }

  /** Schedules the next renewal. A failure is only logged: the writer reports an unavailable database. */
  #scheduleRenewal(db: Db): Timer {
    return this.#parts.clock.after(renewMs, () => {
      this.take(db)
        .catch((error: unknown) =>
          this.#parts.log.warn({ error }, 'lease of the database not renewed'),
        )
        .finally(() => {
          if (this.#lease) this.#timer = this.#scheduleRenewal(db)
        })
    })
  }
}
