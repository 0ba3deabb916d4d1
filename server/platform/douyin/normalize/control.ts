import type { RoomEvent } from '../../../../proto/feed/index.ts'
import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { ControlMessage } from '../message.ts'
import { plainOf } from '../text.ts'
import { wordsOf } from '../words.ts'

// The meanings according to two public clients of 2026.
const states: ReadonlyMap<number, RoomEvent['state']> = new Map([
  [1, 'paused'],
  [2, 'live'],
  [3, 'ended'],
  [4, 'ended'], // by the platform
  [6, 'ended'], // by a switch to another broadcast
])

const codes: ReadonlyMap<number, string> = new Map([
  [5, 'stream-node-changed'],
  [7, 'stream-ping-timed-out'],
])

/** Reads a message that the broadcast was paused, resumed or ended, or a text about it. */
export function control(message: ControlMessage, envelope: Envelope): Normalized {
  const action = message.action.toNumber()
  if (action === 0) return undefined
  const { common } = message
  const stamp = stampOf(envelope, common?.createTime)
  const words = reasonOf(message)
  const state = states.get(action)
  if (state !== undefined) {
    const room = { type: 'room', ...stamp, state, ...omitUndefined({ reason: words }) } as const
    if (state !== 'ended') return [room]
    // The server does not close the socket after the end.
    return [room, { kind: 'ended', reason: words ?? 'the broadcast is over' }]
  }
  const code = codes.get(action)
  const text = words ?? wordsOf(common)
  if (code === undefined && text === undefined) return 'raw'
  const notice = { type: 'notice', ...stamp, code: code ?? 'room-message', level: 'info' } as const
  return [{ ...notice, ...omitUndefined({ text }) }]
}

function reasonOf({ extra, tips }: ControlMessage): string | undefined {
  return wordsOf(
    undefined,
    tips,
    plainOf(extra?.violationReason),
    plainOf(extra?.content),
    plainOf(extra?.title),
  )
}
