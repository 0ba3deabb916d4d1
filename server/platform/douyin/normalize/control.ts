import type { RoomEvent } from '../../../../proto/feed/index.ts'
import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { ControlMessage } from '../message.ts'

// 3 is sure; 1 and 2 are what the community observed.
const states: ReadonlyMap<number, RoomEvent['state']> = new Map([
  [1, 'paused'],
  [2, 'live'],
  [3, 'ended'],
])

/** The anchor paused, went on, or ended the broadcast. After the end the socket stays open. */
export function control({ action, common, tips }: ControlMessage, envelope: Envelope): Meaning {
  const state = states.get(action.toNumber())
  if (state === undefined) return undefined
  const stamp = stampOf(envelope, common?.createTime)
  const draft = { type: 'room', ...stamp, state, ...given({ reason: tips || undefined }) } as const
  if (state !== 'ended') return [draft]
  return [draft, { kind: 'ended', reason: tips || 'the broadcast is over' }]
}
