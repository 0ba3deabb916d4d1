import type { Clock } from '../lib/time/clock.ts'
import type { Database } from '../store/engine/database.ts'
import { DatabaseUnavailable, unlessStoreOff } from '../store/engine/db.ts'
import { forgetInAudit } from '../store/query/audit.ts'
import { forgetSuperchats } from '../store/query/coin/gift-order.ts'
import { forgetComments } from '../store/query/comment.ts'
import { forgetFollows } from '../store/query/follow.ts'
import { forgetVisits } from '../store/query/visit.ts'
import { liveUserId } from './live-draft.ts'
import type { LiveRooms } from './live-rooms.ts'
import type { Restrictions } from './restrictions.ts'

/** Dependencies of {@link forgetAccount}. */
export interface ForgetAccountParts {
  readonly database: Pick<Database, 'tx'>
  readonly rooms: Pick<LiveRooms, 'loaded' | 'forget'>
  readonly restrictions: Pick<Restrictions, 'forget'>
  readonly clock: Pick<Clock, 'now'>
  /** Shows soon what was added to the outbox. */
  readonly wake: () => void
}

/**
 * Deletes what an account leaves behind that is about to be deleted: its comments and paid messages are
 * withdrawn and lose text and name, its visits, follows, roles and pins go, and audit entries lose its address and name.
 * Its number stays, with its coins, and so do the lines of the feed that journals and events hold. May be repeated.
 *
 * @throws DatabaseUnavailable, and then the account must stay.
 */
export async function forgetAccount(account: string, parts: ForgetAccountParts): Promise<void> {
  const { database, rooms, restrictions, clock, wake } = parts
  const draft = JSON.stringify({ type: 'retract', target: { user: liveUserId(account) } })
  await unlessStoreOff(async () => {
    await database.tx(async (tx) => {
      await forgetComments(tx, account, { at: clock.now(), draft })
      await forgetSuperchats(tx, account, draft)
      await forgetVisits(tx, account)
      await forgetFollows(tx, account)
      await forgetInAudit(tx, account)
    }, 'write')
    wake()
    if (!rooms.loaded) throw new DatabaseUnavailable('opening', 'the live rooms are not loaded yet')
    await rooms.forget(account)
    await restrictions.forget(account)
  })
}
