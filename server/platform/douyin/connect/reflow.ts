import type { SiteLookup } from '../../../../proto/input/address-reading.ts'
import { RiskControl } from '../../errors.ts'
import { dig, parseJson } from './json.ts'
import type { DouyinIo } from './profile.ts'
import { filled } from './template.ts'
import { address } from './url.ts'

/** The broadcast in a link. */
export type Broadcast = Extract<SiteLookup, { readonly kind: 'broadcast' }>

/**
 * Returns the web_rid of the room of a broadcast: links of the app contain only the broadcast.
 *
 * @throws RiskControl if Douyin's answer has no room.
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

/** Returns the `sec_user_id` of the anchor in a link; empty if it has none. */
function anchorIn(link: string): string {
  const query = link.indexOf('?')
  return query < 0 ? '' : (new URLSearchParams(link.slice(query)).get('sec_user_id') ?? '')
}
