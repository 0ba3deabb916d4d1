import { createHash } from 'node:crypto'
import { liveGiftApi } from '../../../../proto/api/coin/gift.ts'
import { createTokenBuckets, type TokenBuckets } from '../../../lib/time/token-bucket.ts'
import type { GiftCatalogue } from '../../../ledger/catalogue.ts'
import { comboIdOf } from '../../../ledger/gift-order.ts'
import type { Gifts, Giving } from '../../../ledger/gifts.ts'
import type { GiftRecord } from '../../../store/query/coin/catalogue.ts'
import type {
  GiftOrderRecord,
  OrderedGift,
  OrderedSuperchat,
} from '../../../store/query/coin/gift-order.ts'
import { outboxEventId } from '../../../store/query/outbox.ts'
import type { Access } from '../../auth/authorize.ts'
import { openForReading } from '../../auth/room-entry.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { isKnownEtag } from '../../etag.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import { authorOf } from '../live/author.ts'
import { type LiveRouteParts, requireLive } from '../live/view.ts'
import { withUpload } from '../upload.ts'

/** Dependencies of {@link giftRoutes}. */
export interface GiftRouteParts extends LiveRouteParts {
  readonly coins: { readonly gifts: Gifts; readonly catalogue: GiftCatalogue }
}

const secondMs = 1_000
const ofAccount = { size: 10, fullMs: secondMs }
const ofRoom = { size: 100, fullMs: secondMs }

const participated: Access = { action: 'participate', live: 'id' }

/** Returns the routes of gifts: the catalogue, and what is given in live rooms. */
export function giftRoutes(parts: GiftRouteParts): readonly Route[] {
  const { catalogue, gifts } = parts.coins
  const pace = [
    createTokenBuckets(ofAccount, parts.clock),
    createTokenBuckets(ofRoom, parts.clock),
  ] as const
  return defineRoutes(liveGiftApi, {
    'GET /api/live-gifts': {
      access: 'public',
      handle: ({ c, query: { all } }) => {
        requireLive(parts)
        const shown = catalogue.list().filter(({ onSale }) => onSale || all !== undefined)
        const body = JSON.stringify({ gifts: shown.map(viewOfGift) })
        const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
        const headers = { etag, 'cache-control': 'no-cache' }
        if (isKnownEtag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
        return c.body(body, 200, { ...headers, 'content-type': 'application/json' })
      },
    },
    'POST /api/live-gifts': {
      access: 'issue',
      audit: (_, made) => made,
      handle: async ({ body, principal }) => {
        requireLive(parts)
        const use = { principal, kind: 'gift' } as const
        return viewOfGift(await catalogue.add(await withUpload(body, 'image', use, parts)))
      },
    },
    'PATCH /api/live-gifts/:gift': {
      access: 'issue',
      audit: ({ params }) => catalogue.find(params.gift),
      handle: async ({ params, body, principal }) => {
        requireLive(parts)
        const use = { principal, kind: 'gift' } as const
        const wanted = await withUpload(body, 'image', use, parts)
        return viewOfGift(await catalogue.change(params.gift, (gift) => changed(gift, wanted)))
      },
    },
    'POST /api/live/:id/gifts': {
      access: participated,
      audit: 'none',
      handle: async (call) => {
        const { key: _key, ...wanted } = call.body
        return viewOfOrder(await gifts.give(await givingOf(call, pace, parts), wanted))
      },
    },
    'POST /api/live/:id/superchats': {
      access: participated,
      audit: 'none',
      handle: async (call) => {
        const { key: _key, ...wanted } = call.body
        return viewOfSuperchat(await gifts.write(await givingOf(call, pace, parts), wanted))
      },
    },
  })
}

type Sending = Pick<Call<(typeof liveGiftApi)['POST /api/live/:id/gifts']>, 'c' | 'principal'> & {
  readonly params: { readonly id: string }
  readonly body: { readonly key: string }
}

/** Returns who gives something. @throws Problem if that is not possible now, or not for the caller. */
async function givingOf(
  { c, params, principal, body: { key } }: Sending,
  [perAccount, perRoom]: readonly [TokenBuckets, TokenBuckets],
  parts: GiftRouteParts,
): Promise<Giving> {
  requireLive(parts)
  const { slug } = parts.live.rooms.get(params.id)
  const giver = authorOf({ principal, from: c.env?.connection }, slug, parts)
  const afterMs = perAccount.take(giver.id) || perRoom.take(slug)
  if (afterMs > 0) throw new Problem('too-many-requests', 'too many gifts at once', { afterMs })
  // Nothing is paid that cannot be shown now.
  await openForReading(`live:${slug}`, principal, parts)
  return { room: slug, giver, key }
}

type Changes = Call<(typeof liveGiftApi)['PATCH /api/live-gifts/:gift']>['body']

function changed(gift: GiftRecord, { image, ...changes }: Changes): GiftRecord {
  return {
    id: gift.id,
    pricedAt: gift.pricedAt,
    name: changes.name ?? gift.name,
    price: changes.price ?? gift.price,
    image: image === undefined ? gift.image : (image ?? undefined),
    place: changes.place ?? gift.place,
    onSale: changes.onSale ?? gift.onSale,
  }
}

function viewOfGift({ id, name, price, image, place, onSale }: GiftRecord) {
  return { id, name, price, image, place, onSale }
}

function receiptOf({ transfer, event, at, coins, balance }: GiftOrderRecord) {
  return { id: String(transfer), event: outboxEventId(event), at, coins, balance }
}

function viewOfOrder(order: GiftOrderRecord<OrderedGift>) {
  const { gift: id, name, price, image, quantity, combo } = order.what
  return {
    ...receiptOf(order),
    gift: { id, name, price, image },
    quantity,
    combo: { id: comboIdOf(order), total: combo.total },
  }
}

function viewOfSuperchat(order: GiftOrderRecord<OrderedSuperchat>) {
  return { ...receiptOf(order), ...order.what }
}
