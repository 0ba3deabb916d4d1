import { RiskControl, RoomNotFound } from '../../connector.ts'
import { dig, parseJson } from './json.ts'
import type { DouyinIo } from './profile.ts'
import { parseRef } from './ref.ts'
import { filled } from './template.ts'
import { address } from './url.ts'

const maxHops = 4

const reflowPath = /\/reflow\/(\d{1,20})\/?$/

/**
 * Finds the web_rid behind a short link. Redirects are read, not followed: each next address is
 * looked at first.
 *
 * @throws RoomNotFound if it does not lead to a room, or leads elsewhere; RiskControl if Douyin
 * does not say which room it is.
 */
export async function followShortLink(url: string, io: DouyinIo): Promise<string> {
  let here = new URL(url)
  for (let hop = 0; hop < maxHops; hop++) {
    const next = await nextOf(here, io)
    const ref = parseRef(next.href)
    if (ref?.kind === 'room') return ref.webRid
    if (next.protocol !== 'https:' || !io.profile.shareHosts.includes(next.host)) {
      throw new RoomNotFound('this short link leads away from Douyin')
    }
    const [, roomId] = reflowPath.exec(next.pathname) ?? []
    if (roomId !== undefined) return webRidOf(roomId, next.searchParams, io)
    here = next
  }
  throw new RoomNotFound('this short link leads from one address to the next')
}

async function nextOf(here: URL, io: DouyinIo): Promise<URL> {
  const response = await io.fetch(here.href, {
    headers: { 'user-agent': io.profile.userAgent },
    redirect: 'manual',
    signal: io.signal,
  })
  await response.body?.cancel()
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, here.href)) {
    throw new RoomNotFound('this short link leads nowhere; paste the address of the room instead')
  }
  return new URL(location, here)
}

/** The app's links name the broadcast, not the room: the room's web_rid has to be asked for. */
async function webRidOf(roomId: string, link: URLSearchParams, io: DouyinIo): Promise<string> {
  const { reflow, reflowQuery, userAgent } = io.profile
  const query = filled(reflowQuery, {
    room: roomId,
    secUserId: link.get('sec_user_id') ?? '',
  })
  const response = await io.fetch(address(`${reflow}/webcast/room/reflow/info/`, query), {
    headers: { 'user-agent': userAgent },
    redirect: 'manual',
    signal: io.signal,
  })
  const webRid = dig(parseJson(await response.text()), 'data', 'room', 'owner', 'web_rid')
  const ref = typeof webRid === 'string' ? parseRef(webRid) : undefined
  if (ref?.kind === 'room') return ref.webRid
  throw new RiskControl('Douyin does not say which room this link means; paste its address instead')
}
