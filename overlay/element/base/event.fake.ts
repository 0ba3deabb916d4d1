import type {
  ChatEvent,
  FeedEvent,
  GiftEvent,
  MembershipEvent,
  SuperchatEvent,
} from '../../../proto/feed/index.ts'

const envelope = {
  v: 1,
  seq: 1,
  room: 'demo:busy',
  source: 'demo:busy',
  at: 1_700_000_000_000,
  receivedAt: 1_700_000_000_000,
  user: { id: 'demo:1', name: '小明' },
} as const

let made = 0

/** Returns an event with a unique id; `over` replaces and adds fields. */
export function fakeEvent<T extends FeedEvent['type']>(
  type: T,
  over: Omit<Extract<FeedEvent, { type: T }>, keyof typeof envelope | 'type' | 'id'> &
    Partial<FeedEvent>,
): Extract<FeedEvent, { type: T }> {
  made += 1
  const event: unknown = { ...envelope, type, id: `${type}-${made}`, ...over }
  return event as Extract<FeedEvent, { type: T }> // as the parameters specify
}

/** Returns a chat event. */
export function fakeChat(text: string, over: Partial<ChatEvent> = {}): ChatEvent {
  return fakeEvent('chat', { text, ...over })
}

/** Returns a gift event of 1 yuan a gift, unless `cents` is given. */
export function fakeGift(over: Partial<GiftEvent> & { readonly cents?: number } = {}): GiftEvent {
  const { cents = 100, ...rest } = over
  const count = rest.count ?? 1
  const price = { amount: cents / 10, unit: 'diamond', cents } as const
  const value = { amount: (cents / 10) * count, unit: 'diamond', cents: cents * count } as const
  return fakeEvent('gift', { gift: { id: '1', name: '小心心' }, count, price, value, ...rest })
}

/** Returns a gift event of a live room: an amount of coins, which have no rate. */
export function fakeCoinGift(amount: number, over: Partial<GiftEvent> = {}): GiftEvent {
  const price = { amount, unit: 'coin' } as const
  return fakeGift({ price, value: price, ...over })
}

/** Returns a paid message, by default of 30 yuan for a minute. */
export function fakeSuperchat(over: Partial<SuperchatEvent> = {}): SuperchatEvent {
  const value = { amount: 3_000, unit: 'cny.fen', cents: 3_000 } as const
  return fakeEvent('superchat', { text: '你好', value, shownMs: 60_000, ...over })
}

/** Returns a membership event: captain for a month. */
export function fakeMembership(over: Partial<MembershipEvent> = {}): MembershipEvent {
  const value = { amount: 19_800, unit: 'cny.fen', cents: 19_800 } as const
  return fakeEvent('membership', {
    kind: 'join',
    tier: '舰长',
    guard: 3,
    months: 1,
    value,
    ...over,
  })
}
