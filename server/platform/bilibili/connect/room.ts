import { type LiveState } from '../../connector.ts'
import { RoomNotFound } from '../../errors.ts'
import { addressOf, fieldsOf, idOf, positiveOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { BilibiliIo } from './profile.ts'
import { ask, isAbsent, isRiskControl, riskControl } from './site.ts'

/** A room in the description of the site. */
export interface Room {
  /** The real number, even if a short one was requested. */
  readonly id: number
  /** The uid of the broadcaster. */
  readonly anchor?: string
  readonly live: LiveState
}

// On other interfaces the code 1 has other meanings.
const noRoom = 1

/**
 * Looks up the room of a number, long or short.
 *
 * @throws RoomNotFound, RiskControl
 */
export async function fetchRoom(number: string, io: BilibiliIo): Promise<Room> {
  const { roomPath: path } = io.profile
  const answer = await ask({ base: 'live', path, query: { room_id: number } }, io)
  if (isAbsent(answer) || answer.code === noRoom)
    throw new RoomNotFound(`Bilibili has no room ${number}`)
  if (isRiskControl(answer)) throw riskControl()
  const data = fieldsOf<'room_id' | 'uid' | 'live_status' | 'title' | 'user_cover'>(answer.data)
  const id = positiveOf(data.room_id)
  if (answer.code !== 0 || id === undefined) throw new Error(`${path} answered ${answer.code}`)
  const live: LiveState = omitUndefined({
    state: stateOf(data.live_status),
    title: textOf(data.title),
    cover: addressOf(data.user_cover),
  })
  return omitUndefined({ id, anchor: idOf(data.uid), live })
}

function stateOf(liveStatus: unknown): LiveState['state'] {
  switch (liveStatus) {
    case 1:
      return 'live'
    case 0:
    case 2: // a rerun, without a broadcaster
      return 'offline'
    default:
      return 'unknown'
  }
}
