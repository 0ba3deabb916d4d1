import type {
  accountApi,
  auditApi,
  inviteApi,
  loginApi,
  meApi,
  mySessionApi,
} from '../../proto/api/account.ts'
import type { catalogApi } from '../../proto/api/catalog.ts'
import type { liveGiftApi } from '../../proto/api/coin/gift.ts'
import type { ledgerApi } from '../../proto/api/coin/ledger.ts'
import type { liveRankApi } from '../../proto/api/coin/rank.ts'
import type { AnswerJson, Sent } from '../../proto/api/endpoint.ts'
import type { followApi } from '../../proto/api/follow.ts'
import type { liveApi } from '../../proto/api/live.ts'
import type { liveCommentApi } from '../../proto/api/live-comment.ts'
import type { liveMemberApi, liveModerationApi } from '../../proto/api/live-moderation.ts'
import type { overlayApi } from '../../proto/api/overlay.ts'
import type { roomAddressApi } from '../../proto/api/room-address.ts'
import type { roomApi } from '../../proto/api/room.ts'
import type { testEventApi } from '../../proto/api/test-event.ts'
import type { tokenApi } from '../../proto/api/token.ts'
import { type Answer, ownServer, request } from '../api/request.ts'

export type { Answer } from '../api/request.ts'

/** The endpoints that pages use, by method and path. */
export type PageApi = typeof loginApi &
  typeof meApi &
  typeof mySessionApi &
  typeof accountApi &
  typeof auditApi &
  typeof inviteApi &
  typeof followApi &
  typeof liveApi &
  typeof liveCommentApi &
  typeof liveModerationApi &
  typeof liveGiftApi &
  typeof liveRankApi &
  typeof ledgerApi &
  typeof liveMemberApi &
  typeof catalogApi &
  typeof overlayApi &
  typeof roomAddressApi &
  typeof roomApi &
  typeof testEventApi &
  typeof tokenApi

/** A live room, as its endpoints answer. */
export type LiveRoom = AnswerJson<PageApi['GET /api/live/:id']>

/** An account, as those who manage accounts see it. */
export type ManagedAccount = AnswerJson<PageApi['PATCH /api/accounts/:account']>

/** A link with a secret, which the server shows once. */
export type SecretLink = AnswerJson<PageApi['POST /api/invites']>

/** The account of this browser. */
export type OwnAccount = NonNullable<AnswerJson<PageApi['GET /api/me']>['account']>

/** A browser that is logged in to the own account. */
export type OwnSession = AnswerJson<PageApi['GET /api/me/sessions']>['sessions'][number]

/** A host that the own account follows. */
export type Follow = AnswerJson<PageApi['GET /api/me/follows']>['people'][number]

/** A live room that the own account has visited. */
export type Visit = AnswerJson<PageApi['GET /api/me/history']>['visits'][number]

/** A place on the board of those who gave most in a room. */
export type Contributor = AnswerJson<PageApi['GET /api/live/:id/rank']>['rows'][number]

/** A gift of the catalogue. */
export type LiveGift = AnswerJson<PageApi['PATCH /api/live-gifts/:gift']>

/** A transfer of coins. */
export type Transfer = AnswerJson<PageApi['GET /api/ledger']>['transfers'][number]

/** A row of the audit log. */
export type AuditEntry = AnswerJson<PageApi['GET /api/audit']>['entries'][number]

/** Calls an endpoint of the page's server with the cookie of this browser. */
export function api<K extends keyof PageApi>(
  endpoint: K,
  ...given: Sent<PageApi[K]>
): Promise<Answer<AnswerJson<PageApi[K]>>> {
  return request<PageApi[K]>(ownServer, endpoint, ...given)
}
