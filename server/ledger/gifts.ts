import { CommentRefused } from '../live/comments.ts'
import { decideComment, refusedByRestriction, type Restriction } from '../live/comment-rules.ts'
import { type LiveRooms, WrongState } from '../live/live-rooms.ts'
import type { BareDraft } from '../platform/platform.ts'
import type { Database } from '../store/engine/database.ts'
import type { Statements } from '../store/engine/db.ts'
import {
  findCombo,
  findGiftOrder,
  type GiftOrderRecord,
  insertGiftOrder,
  type NewGiftOrder,
  type OrderedGift,
  type OrderedSuperchat,
} from '../store/query/coin/gift-order.ts'
import type { LiveRoomRecord } from '../store/query/live-room.ts'
import type { GiftCatalogue } from './catalogue.ts'
import {
  comboAfter,
  comboMs,
  costOf,
  giftDraft,
  type Giver,
  shownMsOf,
  superchatDraft,
} from './gift-order.ts'
import type { AskedTransfer, Ledger } from './ledger.ts'
import { PriceChanged } from './ledger-error.ts'
import { incomeOf, movedBetween, walletOf } from './posting.ts'

/** Dependencies of {@link Gifts}. */
export interface GiftsParts {
  readonly ledger: Ledger
  readonly database: Pick<Database, 'query' | 'script'>
  readonly rooms: Pick<LiveRooms, 'get'>
  readonly catalogue: Pick<GiftCatalogue, 'onSale'>
}

/** The request to give something in a live room. */
export interface Giving {
  /** The slug of the room. */
  readonly room: string
  readonly giver: RestrictedGiver
  readonly key: string
}

/** A giver in relation to the rules of the room. */
export interface RestrictedGiver extends Giver {
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** True if no rule of the room applies: the host and moderators. */
  readonly exempt: boolean
  readonly restriction?: Restriction | undefined
}

/** A gift that is to be given. */
export interface WantedGift {
  readonly gift: string
  readonly quantity: number
  /** The price that the giver has seen. */
  readonly price?: number | undefined
}

/** A paid message that is to be shown. */
export interface WantedSuperchat {
  readonly text: string
  readonly coins: number
}

type Given = OrderedGift | OrderedSuperchat

/** A purchase: its price, and the thing that is bought. */
interface Purchase<G extends Given> {
  readonly coins: number
  /** Completes it, when it is paid. */
  readonly complete: (tx: Statements, order: Omit<NewGiftOrder, 'what'>) => Promise<Completed<G>>
}

interface Completed<G extends Given> {
  readonly what: G
  readonly draft: BareDraft
}

/** Takes gifts and paid messages: what is paid, what for, and its event are stored together. */
export class Gifts {
  readonly #parts: GiftsParts

  constructor(parts: GiftsParts) {
    this.#parts = parts
  }

  /**
   * Pays a gift, which is shown soon after. A request that was sent before has the same answer, whatever
   * has changed since.
   *
   * @throws CommentRefused if the giver is banned or muted; WrongState, NoSuchGift, PriceChanged, TooFewCoins, DailyLimitReached, KeyReused;
   * DatabaseUnavailable, and then nothing is taken and nothing is shown.
   */
  give(giving: Giving, wanted: WantedGift): Promise<GiftOrderRecord<OrderedGift>> {
    const { gift, quantity, price } = wanted
    const content = [gift, quantity, price ?? null]
    return this.#pay('gift', giving, {
      content,
      choose: (_, now) => this.#gift(giving, wanted, now),
    })
  }

  /**
   * Pays a message, which is shown soon after; the rules of the room for texts and people apply.
   *
   * @throws as {@link give}, and CommentRefused.
   */
  write(giving: Giving, wanted: WantedSuperchat): Promise<GiftOrderRecord<OrderedSuperchat>> {
    const { text, coins } = wanted
    const content = [text, coins]
    return this.#pay('superchat', giving, {
      content,
      choose: (room, now) => superchat(giving, wanted, { room, now }),
    })
  }

  async #pay<G extends Given>(
    kind: 'gift' | 'superchat',
    { room: slug, giver, key }: Giving,
    { content, choose }: Choice<G>,
  ): Promise<GiftOrderRecord<G>> {
    const { ledger, rooms, database } = this.#parts
    const { id: account } = giver
    const asked: AskedTransfer = {
      kind,
      wallet: account,
      by: account,
      key,
      content: [slug, ...content],
    }
    const { id, made } = await ledger.make(asked, async (transfer) => {
      const { id: number, tx, at } = transfer
      const room = rooms.get(slug)
      requireLive(room)
      const { coins, complete } = choose(room, at)
      const postings = movedBetween(walletOf(account), incomeOf(slug), coins)
      const balance = await ledger.spend(transfer, postings[0])
      const { broadcast } = room
      const order = { transfer: number, room: slug, number: broadcast.number, account, coins, at }
      const { what, draft } = await complete(tx, order)
      const event = await insertGiftOrder(tx, { ...order, what }, JSON.stringify(draft))
      await ledger.settle(transfer, postings, [balance])
      return { ...order, what, event, balance }
    })
    const order = made ?? (await findGiftOrder(database, id))
    if (!order) throw new RangeError(`the order of the transfer ${id} is not there`)
    return order as GiftOrderRecord<G> // the hash of what was asked covers the kind
  }

  /** @throws CommentRefused if the giver is banned or muted; NoSuchGift, PriceChanged. */
  #gift(
    { giver }: Giving,
    { gift: id, quantity, price: seen }: WantedGift,
    now: number,
  ): Purchase<OrderedGift> {
    const refused = giver.exempt ? undefined : refusedByRestriction(giver.restriction, now)
    if (refused) throw new CommentRefused(refused, 'gift')
    const { name, image, price } = this.#parts.catalogue.onSale(id)
    if (seen !== undefined && seen !== price) {
      throw new PriceChanged(`the gift ${id} costs ${price} coins now, not ${seen}`)
    }
    return {
      coins: costOf({ price, quantity }),
      complete: async (tx, order) => {
        const same = { gift: id, price, since: order.at - comboMs }
        const combo = comboAfter(await findCombo(tx, order, same), order.transfer, quantity)
        const what = { gift: id, name, image, price, quantity, combo }
        return { what, draft: giftDraft({ at: order.at, what }, giver) }
      },
    }
  }
}

/** The content of a request, and the purchase that it is in a room. */
interface Choice<G extends Given> {
  readonly content: readonly unknown[]
  /** @throws the refusals of the purchase. */
  readonly choose: (room: LiveRoomRecord, now: number) => Purchase<G>
}

/** @throws CommentRefused if the room does not accept the text, or the person. */
function superchat(
  { giver }: Giving,
  { text: received, coins }: WantedSuperchat,
  { room, now }: { readonly room: LiveRoomRecord; readonly now: number },
): Purchase<OrderedSuperchat> {
  const { exempt, restriction, createdAt } = giver
  // Who pays need not follow, nor wait.
  const author = { exempt, restriction, accountAgeMs: now - createdAt, follows: true, recent: [] }
  const state = room.broadcast.state.code
  const decision = decideComment(received, { state, rules: room.rules, author, now })
  if (decision.refused) throw new CommentRefused(decision.refused)
  const what = { text: decision.text, shownMs: shownMsOf(coins) }
  return {
    coins,
    complete: async (_, order) => ({ what, draft: superchatDraft({ ...order, what }, giver) }),
  }
}

function requireLive({ broadcast }: LiveRoomRecord): void {
  if (broadcast.state.code === 1) return
  throw new WrongState('not-live', 'gifts and paid messages are for a broadcast that is live')
}
