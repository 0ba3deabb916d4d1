import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import type { GiftRecord } from '../store/query/coin/catalogue.ts'
import { Conflict } from '../store/query/conflict.ts'
import { NoSuchGift } from './ledger-error.ts'

/** Dependencies of {@link GiftCatalogue}. */
export interface GiftCatalogueParts {
  readonly gifts: Collection<GiftRecord>
  readonly clock: Clock
  /** Draws an id for a gift. */
  readonly drawId: () => string
}

/** A gift to be added; its id is drawn if absent. */
export interface NewGift extends Omit<GiftRecord, 'id' | 'pricedAt'> {
  readonly id?: string | undefined
}

// All gifts are in one answer.
const maxGifts = 500

/** The gifts that can be given in live rooms. */
export class GiftCatalogue {
  readonly #parts: GiftCatalogueParts

  constructor(parts: GiftCatalogueParts) {
    this.#parts = parts
  }

  /** Loads the stored gifts. @throws the errors of the store. */
  async load(): Promise<void> {
    await this.#parts.gifts.load()
  }

  /** Returns the gifts in their order. */
  list(): readonly GiftRecord[] {
    return this.#parts.gifts.list().toSorted((a, b) => a.place - b.place)
  }

  find(id: string): GiftRecord | undefined {
    return this.#parts.gifts.find(id)
  }

  /** Returns a gift that is on sale. @throws NoSuchGift. */
  onSale(id: string): GiftRecord {
    const gift = this.find(id)
    if (!gift?.onSale) throw new NoSuchGift(`there is no gift ${id} on sale`)
    return gift
  }

  /** Adds a gift. @throws Conflict if its id is in use. */
  async add({ id = this.#parts.drawId(), ...fields }: NewGift): Promise<GiftRecord> {
    const { gifts, clock } = this.#parts
    const gift = { ...fields, id, pricedAt: clock.now() }
    await gifts.save(gift, () => {
      if (this.find(id)) throw new Conflict(`there is a gift ${id} already`)
      if (this.list().length >= maxGifts) throw new Conflict(`there may be ${maxGifts} gifts`)
    })
    return gift
  }

  /** Changes a gift. @throws NoSuchGift. */
  async change(id: string, change: (gift: GiftRecord) => GiftRecord): Promise<GiftRecord> {
    const { gifts, clock } = this.#parts
    await gifts.change(id, (before) => {
      const after = change(before)
      return after.price === before.price ? after : { ...after, pricedAt: clock.now() }
    })
    const changed = this.find(id)
    if (!changed) throw new NoSuchGift(`there is no gift ${id}`)
    return changed
  }
}
