import type { SiteLookup } from '../../../../proto/input/address-reading.ts'
import { RiskControl } from '../../connector.ts'
import { dig, parseJson } from './json.ts'
import type { DouyinIo } from './profile.ts'
import { filled } from './template.ts'
import { address } from './url.ts'

/** A broadcast as a link names it. */
export type Broadcast = Extract<SiteLookup, { readonly kind: 'broadcast' }>

/**
 * The web_rid of the room a broadcast belongs to: the app's links name the broadcast alone.
 *
 * @throws RiskControl if Douyin does not say which room it is.
 */
export async function roomOf({ id, link }: Broadcast, io: DouyinIo): Promise<string> {
  const { reflow, reflowQuery, userAgent } = io.profile
  const query = filled(reflowQuery, { room: id, secUserId: anchorIn(link) })
  const base = io.endpoints['reflow'] ?? reflow
  const response = await io.fetch(address(`${base}/webcast/room/reflow/info/`, query), {
    headers: { 'user-agent': userAgent },
    redirect: 'manual',
    signal: io.signal,
  })
  const webRid = dig(parseJson(await response.text()), 'data', 'room', 'owner', 'web_rid')
  if (typeof webRid === 'string' && /^\w[\w.-]{0,63}$/.test(webRid)) return webRid
  throw new RiskControl('Douyin does not say which room this link means; paste its address instead')
}

/** Who broadcasts, where the link says that too. */
function anchorIn(link: string): string {
  const query = link.indexOf('?')
  return query < 0 ? '' : (new URLSearchParams(link.slice(query)).get('sec_user_id') ?? '')
}
