import { cookieHeader, parseCookies } from '../../../lib/net/cookie.ts'
import type { ChatLine } from '../../connector.ts'
import type { PlatformDraft, ReadContext } from '../../platform.ts'
import { fieldsOf, itemsOf, secondsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { feedId } from '../id.ts'
import { superchat } from '../normalize/superchat.ts'
import { userOf } from '../user.ts'
import type { BilibiliIo } from './profile.ts'
import { ask, isRiskControl, riskControl } from './site.ts'
import { cookiesOf, type Device } from './visitor.ts'

/** A room, and the device that makes the requests. */
export interface PublishedRoom {
  readonly roomId: number
  readonly device: Device
}

/**
 * Returns the last ten lines of a room. Ignores `admin` in the answer, which repeats old lines of
 * moderators. The site may return no lines to a guest, so the request has the login of the stream.
 *
 * @throws RiskControl
 */
export async function fetchLastLines(
  room: PublishedRoom,
  io: BilibiliIo,
): Promise<readonly ChatLine[]> {
  const data = await fetchPublished(io.profile.historyPath, { roomid: room.roomId }, room, io)
  return itemsOf(fieldsOf<'room'>(data).room).flatMap((item) => lineOf(item) ?? [])
}

/**
 * Returns the paid messages on display, in the form of the stream; their `time` is the time that is
 * left.
 *
 * @throws RiskControl
 */
export async function fetchSuperchats(
  room: PublishedRoom,
  io: BilibiliIo,
  tools: ReadContext,
): Promise<readonly PlatformDraft[]> {
  const data = await fetchPublished(io.profile.superchatPath, { room_id: room.roomId }, room, io)
  const { list, super_chat_info } = fieldsOf<'list' | 'super_chat_info'>(data)
  // The description of a room has the same list at a deeper level; a profile may name its path.
  const items = list ?? fieldsOf<'message_list'>(super_chat_info).message_list
  return itemsOf(items).flatMap((item) => {
    const meaning = superchat({ cmd: 'SUPER_CHAT_MESSAGE', data: item }, tools)
    if (!Array.isArray(meaning)) return []
    return meaning.flatMap((one) => ('type' in one ? one : []))
  })
}

async function fetchPublished(
  path: string,
  query: Readonly<Record<string, number>>,
  { device }: PublishedRoom,
  io: BilibiliIo,
): Promise<unknown> {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)] as const)
  const cookie = cookieWith(device, io.cookie)
  const answer = await ask({ base: 'live', path, query: Object.fromEntries(texts), cookie }, io)
  if (isRiskControl(answer)) throw riskControl()
  if (answer.code !== 0) throw new Error(`${path} answered ${answer.code}`)
  return answer.data
}

/** Adds the device of the ticket to the cookies of the login; no token is bound to them here. */
function cookieWith(device: Device, cookie = ''): string {
  return cookieHeader({ ...parseCookies(cookie), ...cookiesOf(device) })
}

type LineField = 'text' | 'id_str' | 'uid' | 'nickname' | 'check_info'

/** Reads a line; undefined without text, because the stream does not publish it either. */
function lineOf(item: unknown): ChatLine | undefined {
  const { text, id_str, uid, nickname, check_info } = fieldsOf<LineField>(item)
  const words = textOf(text)
  if (words === undefined) return undefined
  const id = textOf(id_str)
  return omitUndefined({
    id: id === undefined ? undefined : feedId(id),
    at: secondsOf(fieldsOf<'ts'>(check_info).ts),
    user: userOf({ uid, name: nickname }),
    text: words,
  })
}
