import { fieldsOf, idOf, positiveOf, secondsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { eventId } from '../id.ts'

/**
 * Reads `LIVE`: sent at the start, again a moment later and whenever the anchor's encoder
 * reconnects. Only the start has a start time.
 */
export function live(command: Command): Normalized {
  const at = secondsOf(command['live_time'])
  if (at === undefined) return []
  const key = idOf(command['live_key'])
  const id = key === undefined ? undefined : eventId('live', `${key}-${at}`)
  return [omitUndefined({ type: 'room', id, at, state: 'live' })]
}

/** Reads `PREPARING`: the broadcast is over. A rerun may follow, but that is not live. */
export function preparing(command: Command): Normalized {
  const at = positiveOf(command['send_time'])
  return [omitUndefined({ type: 'room', at, state: 'ended' })]
}

/** Reads `ROOM_CHANGE`: a new title. The key of the broadcast shows whether there is one. */
export function roomChange(command: Command): Normalized {
  const data = fieldsOf<'title' | 'live_key'>(command['data'])
  const title = textOf(data.title)
  // A new title without the state of the broadcast must not end it.
  if (title === undefined || data.live_key === undefined) return undefined
  return [{ type: 'room', state: idOf(data.live_key) === undefined ? 'offline' : 'live', title }]
}

/** Reads `CUT_OFF` and `ROOM_LOCK`: moderators of the platform ended the broadcast. */
export function cutOff(command: Command): Normalized {
  return ended(command['msg'])
}

/** Reads `CUT_OFF_V2`: the same with the reason deeper inside. */
export function cutOffNested(command: Command): Normalized {
  const data = fieldsOf<'cut_off_data'>(command['data'])
  return ended(fieldsOf<'cut_off_title'>(data.cut_off_data).cut_off_title)
}

function ended(words: unknown): Normalized {
  const reason = textOf(words)
  return [omitUndefined({ type: 'room', state: 'ended', reason })]
}
