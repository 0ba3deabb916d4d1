import type { ChatLine } from '../../connector.ts'
import type { ReadContext } from '../../platform.ts'
import { frameAround } from '../frame.ts'
import { read } from '../read.ts'
import type { DouyinIo } from './profile.ts'
import { askForBytes } from './site.ts'
import { filled } from './template.ts'
import type { TicketData } from './ticket.ts'

/**
 * Returns the lines among the last messages of a room, which the page shows to a new visitor. Their
 * ids are those of the stream, so a request as a guest is sufficient.
 *
 * @throws RiskControl
 */
export async function fetchLastLines(
  { webRid, visitorId, visit }: TicketData,
  io: DouyinIo,
  tools: ReadContext,
): Promise<readonly ChatLine[]> {
  const { roomId, ttwid } = visit
  if (roomId === undefined) return []
  const { fetchQuery, versionCode, userAgent } = io.profile
  const browserVersion = userAgent.replace('Mozilla/', '')
  const known = { versionCode, browserVersion, visitor: visitorId, room: roomId }
  const bytes = await askForBytes(
    {
      path: '/webcast/im/fetch/',
      query: filled(fetchQuery, known),
      accept: '*/*',
      from: `/${webRid}`,
      cookies: { ttwid },
    },
    io,
  )
  if (!bytes) throw new Error('Douyin returns no last messages of a room')
  const { drafts } = read(frameAround(bytes), tools)
  return drafts.flatMap((draft) => (draft.type === 'chat' ? draft : []))
}
