import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import type { BanRecord } from '../store/query/ban.ts'
import { keyInRoom } from '../store/query/member.ts'

/** Dependencies of {@link Restrictions}. */
export interface RestrictionsParts {
  readonly bans: Collection<BanRecord>
  readonly clock: Clock
}

// Beyond this number the guest who was silent for the longest time keeps the address for itself.
const maxGuests = 10_000

/** The accounts that may not write in a live room: bans, and mutes, which end by themselves. */
export class Restrictions {
  readonly #parts: RestrictionsParts
  /** The network address of each guest that wrote lately. */
  readonly #guests = new Map<string, string>()
  /** The bans with an address, by room and address; undefined until it is needed again. */
  #byAddress: ReadonlyMap<string, BanRecord> | undefined

  constructor(parts: RestrictionsParts) {
    this.#parts = parts
    parts.bans.onChange(() => (this.#byAddress = undefined))
  }

  /**
   * Returns the restriction of an account in a room.
   *
   * @param address - the network address of a guest: a ban of another guest holds for it, too.
   */
  of(slug: string, account: string, address?: string): BanRecord | undefined {
    if (address !== undefined) this.#note(account, address)
    const now = this.#parts.clock.now()
    const own = this.#parts.bans.find(keyInRoom(slug, account))
    const shared = address === undefined ? undefined : this.#addresses.get(keyInRoom(slug, address))
    return [own, shared].find((ban) => ban && (ban.until ?? Infinity) > now)
  }

  /** Returns the restrictions of a room that have not ended, the newest first. */
  list(slug: string): readonly BanRecord[] {
    const now = this.#parts.clock.now()
    return this.#parts.bans
      .list()
      .filter(({ room, until = Infinity }) => room === slug && until > now)
      .toSorted((a, b) => b.at - a.at)
  }

  /** Restricts an account, in place of an earlier restriction; of a guest, its address too. */
  async add(ban: Omit<BanRecord, 'address'>): Promise<void> {
    const address = this.#guests.get(ban.account)
    await this.#parts.bans.save(address === undefined ? ban : { ...ban, address })
  }

  /** Ends the restriction of an account. */
  async lift(slug: string, account: string): Promise<void> {
    await this.#parts.bans.remove(keyInRoom(slug, account))
  }

  /**
   * Deletes what is known of a deleted account. The ban of a guest stays, for the next guest of its
   * address, but without its reason.
   */
  async forget(account: string): Promise<void> {
    const { bans } = this.#parts
    this.#guests.delete(account)
    for (const ban of bans.list().filter((one) => one.account === account)) {
      if (ban.address === undefined) await bans.remove(keyInRoom(ban.room, account))
      else if (ban.reason !== undefined) await bans.save({ ...ban, reason: undefined })
    }
  }

  get #addresses(): ReadonlyMap<string, BanRecord> {
    this.#byAddress ??= new Map(
      this.#parts.bans
        .list()
        .flatMap((ban) =>
          ban.address === undefined ? [] : [[keyInRoom(ban.room, ban.address), ban]],
        ),
    )
    return this.#byAddress
  }

  #note(account: string, address: string): void {
    this.#guests.delete(account) // inserted again, as the newest
    this.#guests.set(account, address)
    const [oldest] = this.#guests.keys()
    if (this.#guests.size > maxGuests && oldest !== undefined) this.#guests.delete(oldest)
  }
}
