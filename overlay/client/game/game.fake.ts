import type { ChatEvent, FeedEvent, GiftEvent, User } from '../../../proto/feed/index.ts'
import type { Reducer } from './reducer.ts'

const envelope = { v: 1, room: 'r', source: 'demo:1', at: 1, receivedAt: 1000 } as const

/** Returns a chat line of a user; without a name, of a user that the platform hid. */
export function said(text: string, name?: string, id = `${name} ${text}`): ChatEvent {
  const user: User = { name: name ?? '***', ...(name === undefined ? {} : { id: `demo:${name}` }) }
  return { ...envelope, type: 'chat', seq: 1, id, user, text }
}

/** Returns gifts of one diamond each; `over` replaces fields. */
export function gave(count: number, over: Partial<GiftEvent> = {}): GiftEvent {
  const value = { amount: count, unit: 'diamond', cents: count * 10 } as const
  const gift = { id: '1', name: '小心心' }
  return { ...envelope, type: 'gift', seq: 1, id: 'g', gift, count, price: value, value, ...over }
}

/** Returns the state of a game after events. */
export function play<State>(game: Reducer<State>, ...events: readonly FeedEvent[]): State {
  return events.reduce((state, event) => game.step(state, event), game.initial)
}
