import { textOf } from '../../json/field.ts'
import { dig, parseJson } from './json.ts'
import { roomOf, type RoomLookup } from './room.ts'

// A real answer has some ten kilobytes; parsing megabytes of nested data would take seconds.
const longestAnswer = 1024 * 1024

// The answer to the 19-digit id of a broadcast from a share link of the app.
const notWebRid = 4001038

/**
 * Reads the answer of `webcast/room/web/enter`, the second source besides the page. An empty body
 * is risk control. `room_status` beside the room is of another scale than its `status`: not used.
 */
export function readWebEnter(body: string): RoomLookup {
  const answer = body.length > longestAnswer ? undefined : parseJson(body)
  const code = dig(answer, 'status_code')
  if (code === notWebRid) return { kind: 'broadcast' }
  if (code !== 0) return { kind: 'unknown' }
  const room = roomOf(dig(answer, 'data', 'data', 0))
  if (room) return { kind: 'room', room }
  const account = textOf(dig(answer, 'data', 'user', 'id_str'))
  return account === undefined ? { kind: 'unknown' } : { kind: 'no-room' }
}
