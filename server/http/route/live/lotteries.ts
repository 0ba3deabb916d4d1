import type { z } from 'zod'
import { lotteryApi } from '../../../../proto/api/lottery/lottery.ts'
import { accountOf, type Principal } from '../../../account/principal.ts'
import { createTokenBuckets } from '../../../lib/time/token-bucket.ts'
import { seedHash } from '../../../lottery/draw.ts'
import type { Lotteries } from '../../../lottery/lotteries.ts'
import { LotteryState } from '../../../lottery/lottery-error.ts'
import { isFollowing } from '../../../store/query/follow.ts'
import {
  countEntries,
  entriesOf,
  hasEntered,
  type LotteryRecord,
} from '../../../store/query/lottery.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { keyOf } from '../../limit/limits.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import { type LiveRouteParts, nameOf, personOf, requireLive } from './view.ts'

/** Dependencies of {@link lotteryRoutes}. */
export interface LotteryRouteParts extends LiveRouteParts {
  readonly lotteries: Lotteries
}

type OneLottery = Pick<
  Call<(typeof lotteryApi)['GET /api/live/:id/lotteries/:lottery']>,
  'params' | 'principal'
>

// The entries from one network address in a minute: many people may share it.
const pace = { size: 60, fullMs: 60_000 }

const directed = { action: 'direct', live: 'id' } as const

/** Returns the routes of the lotteries of a live room. */
export function lotteryRoutes(parts: LotteryRouteParts): readonly Route[] {
  const { lotteries, database } = parts
  const entering = createTokenBuckets(pace, parts.clock)
  const show = async ({ params, principal }: OneLottery) =>
    proofOf(await lotteries.get(params.id, params.lottery), principal, parts)
  const stateOf = async ({ params }: OneLottery) => {
    const { id, room, state } = await lotteries.get(params.id, params.lottery)
    return { id, room, state }
  }
  const finishing = (how: 'draw' | 'cancel') => ({
    access: directed,
    audit: stateOf,
    handle: async (call: OneLottery) => {
      const { id } = await lotteries.get(call.params.id, call.params.lottery)
      await lotteries[how](id)
      return show(call)
    },
  })
  return defineRoutes(lotteryApi, {
    'GET /api/live/:id/lotteries': {
      access: { action: 'read', live: 'id' },
      handle: async ({ params }) => {
        const found = await lotteries.list(params.id)
        const counts = await countEntries(
          database,
          found.map(({ id }) => id),
        )
        return {
          lotteries: found.map((one) => viewOfLottery(one, counts.get(one.id) ?? 0, parts)),
        }
      },
    },
    'POST /api/live/:id/lotteries': {
      access: directed,
      audit: (_, opened) => opened,
      handle: async (call) => viewOfLottery(await open(call, parts), 0, parts),
    },
    'GET /api/live/:id/lotteries/:lottery': {
      access: { action: 'read', live: 'id' },
      handle: show,
    },
    'POST /api/live/:id/lotteries/:lottery/entries': {
      access: { action: 'participate', live: 'id' },
      audit: 'none',
      handle: async ({ c, params, principal }) => {
        const afterMs = entering.take(keyOf(c.env?.connection) ?? accountOf(principal) ?? '')
        if (afterMs > 0) throw new Problem('too-many-requests', 'too many entries', { afterMs })
        const lottery = await lotteries.get(params.id, params.lottery)
        await requireEligible(lottery, principal, parts)
        await lotteries.enter(lottery.id, personOf(principal, parts).id)
      },
    },
    'POST /api/live/:id/lotteries/:lottery/draw': finishing('draw'),
    'POST /api/live/:id/lotteries/:lottery/cancel': finishing('cancel'),
  })
}

type Opening = Pick<
  Call<(typeof lotteryApi)['POST /api/live/:id/lotteries']>,
  'params' | 'principal' | 'body'
>

/** Opens a lottery. @throws Problem unless the broadcast is live. */
function open(
  { params, principal, body }: Opening,
  parts: LotteryRouteParts,
): Promise<LotteryRecord> {
  requireLive(parts)
  const { slug: room, broadcast } = parts.live.rooms.get(params.id)
  if (broadcast.state.code !== 1 && broadcast.state.code !== 2) {
    throw new Problem('wrong-state', 'the broadcast is not live', { reason: 'not-live' })
  }
  return parts.lotteries.open({ ...body, room, by: personOf(principal, parts).id })
}

/** Checks that a caller may enter a lottery. @throws Problem with the reason. */
async function requireEligible(
  { room, rule, state }: LotteryRecord,
  principal: Principal,
  parts: LotteryRouteParts,
): Promise<void> {
  if (state !== 'open') throw new LotteryState('the lottery takes no entries any more')
  const { id, role } = personOf(principal, parts)
  const { host } = parts.live.rooms.get(room)
  if (id === host) throw refused('host', 'the host does not enter a lottery of the own room')
  if (role === 'guest') throw refused('guest', 'guests do not enter: make an account')
  if (parts.live.restrictions.of(room, id)) throw refused('banned', 'you are banned or muted here')
  if (rule === 'followers' && !(await isFollowing(parts.database, id, host))) {
    throw refused('followers-only', 'this lottery is for followers of the host')
  }
}

function refused(reason: string, detail: string): Problem {
  return new Problem('not-allowed', detail, { reason })
}

function viewOfLottery(
  lottery: LotteryRecord,
  entries: number,
  parts: LotteryRouteParts,
): Omit<
  z.input<(typeof lotteryApi)['GET /api/live/:id/lotteries/:lottery']['answers'][200]['body']>,
  'accounts'
> {
  const { room: _room, by: _by, seed, prizes, winners, ...shown } = lottery
  return {
    ...shown,
    prizes: [...prizes],
    entries,
    seedHash: seedHash(seed),
    ...(lottery.state === 'drawn' && { seed }),
    winners: winners?.map(({ account, prize }) => ({ ...nameOf(account, parts), prize })),
  }
}

/** Returns a lottery with its entries, once there are no more. */
async function proofOf(lottery: LotteryRecord, principal: Principal, parts: LotteryRouteParts) {
  const { database } = parts
  const { id, state } = lottery
  const account = accountOf(principal)
  const counts = await countEntries(database, [id])
  const entered = account === undefined ? undefined : await hasEntered(database, id, account)
  const over = state === 'closed' || state === 'drawn'
  const accounts = over ? [...(await entriesOf(database, id))].toSorted() : undefined
  return { ...viewOfLottery(lottery, counts.get(id) ?? 0, parts), entered, accounts }
}
