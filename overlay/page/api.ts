import type { loginApi, meApi } from '../../proto/api/account.ts'
import type { catalogApi } from '../../proto/api/catalog.ts'
import type { AnswerJson, Sent } from '../../proto/api/endpoint.ts'
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
  typeof catalogApi &
  typeof overlayApi &
  typeof roomAddressApi &
  typeof roomApi &
  typeof testEventApi &
  typeof tokenApi

/** Calls an endpoint of the page's server with the cookie of this browser. */
export function api<K extends keyof PageApi>(
  endpoint: K,
  ...given: Sent<PageApi[K]>
): Promise<Answer<AnswerJson<PageApi[K]>>> {
  return request<PageApi[K]>(ownServer, endpoint, ...given)
}
