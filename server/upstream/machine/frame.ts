import type { Cursor } from '../../platform/connector.ts'
import type { Effect, LeftOut } from '../../platform/platform.ts'
import type { Failure } from './failure.ts'
import { goLive, isLive, onEnded, onFrame, replaceHeartbeat, retune } from './live.ts'
import { isLeftOut } from '../left-out.ts'
import { fail } from './disconnect.ts'
import {
  type ObservedLimit,
  type Input,
  isObservedLimit,
  type Memory,
  type Moment,
  type State,
  type Step,
} from './state.ts'
import { announceOpen } from './announce.ts'

type Read = Extract<Input, { readonly on: 'read' }>

/** Applies a frame: its arrival, its messages, and its effects. */
export function onRead(state: State, input: Read, moment: Moment): Step {
  const { generation } = state.memory
  let [next, actions] = isLive(state) ? onFrame(state, input) : unchanged(state)
  for (const effect of input.effects) {
    if (isLeftOut(effect)) continue
    const [after, more] = onEffect(next, effect, moment)
    next = after
    if (more.length > 0) actions = [...actions, ...more]
    if (next.memory.generation !== generation) break // the rest is of an old socket
  }
  return [next, actions]
}

function unchanged(state: State): Step {
  return [state, []]
}

function onEffect(state: State, effect: Exclude<Effect, LeftOut>, moment: Moment): Step {
  if (isObservedLimit(effect)) return hide(state, effect.kind)
  const { phase, memory } = state
  switch (effect.kind) {
    case 'authenticated':
      return phase.name === 'greeting' ? goLive(state, phase.held, moment) : [state, []]
    case 'refused':
      return fail(state, { kind: 'refused', reason: refusal(effect) }, moment)
    case 'closing':
      return fail(state, partingOf(effect), moment)
    case 'ended':
    case 'heartbeat-frame':
    case 'heartbeat-interval':
      return onLiveEffect(state, effect, moment)
    case 'reply':
      return [state, [{ do: 'send', bytes: effect.bytes }]]
    case 'cursor':
      return [{ phase, memory: { ...memory, cursor: cursorAfter(memory, effect) } }, []]
    case 'heartbeat-reply':
      return [state, []]
  }
}

function partingOf({ reason }: Extract<Effect, { readonly kind: 'closing' }>): Failure {
  return { kind: 'lost', reason: reason ?? 'the server is closing' }
}

function cursorAfter(
  { cursor: before }: Memory,
  { cursor, detail = before?.detail ?? '' }: Extract<Effect, { readonly kind: 'cursor' }>,
): Cursor {
  return { cursor, detail }
}

type LiveKind = 'ended' | 'heartbeat-frame' | 'heartbeat-interval'
type LiveEffect = Extract<Effect, { readonly kind: LiveKind }>

function onLiveEffect(state: State, effect: LiveEffect, moment: Moment): Step {
  if (!isLive(state)) return [state, []]
  switch (effect.kind) {
    case 'ended':
      return onEnded(state, effect.reason, moment)
    case 'heartbeat-frame':
      return replaceHeartbeat(state, effect.bytes)
    case 'heartbeat-interval':
      return retune(state, effect.intervalMs)
  }
}

function refusal({ code, reason }: Extract<Effect, { readonly kind: 'refused' }>): string {
  return `refused with ${code} ${reason}`.trim().slice(0, 120)
}

function hide({ phase, memory }: State, what: ObservedLimit): Step {
  if (memory.hides.includes(what)) return [{ phase, memory }, []]
  const hiding = { ...memory, hides: [...memory.hides, what] }
  if (phase.name !== 'live') return [{ phase, memory: hiding }, []]
  const [announced, news] = announceOpen(hiding, phase.held)
  return [{ phase, memory: announced }, news]
}
