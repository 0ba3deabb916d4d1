import type { Clock, Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Db } from './db.ts'
import { DatabaseHeld, dropLease, type Lease, renewLease, takeLease, type Tenant } from './lease.ts'

/** What holding the lease takes. */
export interface LeaseHolderParts {
  readonly tenant: Tenant
  /** Takes it from a living holder too, once. */
  readonly takeOver: boolean
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const renewMs = 10_000

/** Keeps the right to store in a database, for as long as the server runs and nobody takes it over. */
export class LeaseHolder {
  readonly #parts: LeaseHolderParts
  #db: Db | undefined
  #lease: Lease | undefined
  #timer: Timer | undefined
  #tell: (held: DatabaseHeld) => void = () => undefined
  /** Resolves when another relay has the lease: nothing can be stored any more. */
  readonly lost: Promise<DatabaseHeld>

  constructor(parts: LeaseHolderParts) {
    this.#parts = parts
    this.lost = new Promise((resolve) => (this.#tell = resolve))
  }

  /** The run that stores; for {@link insertEvents}. */
  get run(): string {
    return this.#parts.tenant.run
  }

  /** Takes the lease, or renews it. @throws DatabaseHeld if another relay holds it. */
  async take(db: Db): Promise<void> {
    const { tenant, takeOver, log } = this.#parts
    this.#db = db
    await this.noting(async () => {
      if (this.#lease) {
        this.#lease = await renewLease(db, tenant, this.#lease)
        return
      }
      this.#lease = await takeLease(db, tenant, takeOver)
      log.info({ taken: this.#lease.taken }, 'this relay stores in the database')
    })
    this.#timer ??= this.#renewLater(db)
  }

  /** Does what another relay's lease may refuse, and notes if it did. */
  async noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof DatabaseHeld) this.#tell(error)
      throw error
    }
  }

  /** Gives it up, so that another relay need not wait. Idempotent. */
  async close(): Promise<void> {
    this.#timer?.cancel()
    if (this.#db && this.#lease) await dropLease(this.#db, this.run)
    this.#lease = undefined
  }

  /** A database that is away is said by who stores; another relay cannot reach it either. */
  #renewLater(db: Db): Timer {
    return this.#parts.clock.after(renewMs, () => {
      this.take(db)
        .catch((error: unknown) =>
          this.#parts.log.warn({ error }, 'lease of the database not renewed'),
        )
        .finally(() => {
          if (this.#lease) this.#timer = this.#renewLater(db)
        })
    })
  }
}
