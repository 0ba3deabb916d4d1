import type { Clock } from '../lib/time/clock.ts'
import type { Dial } from '../lib/net/dial.ts'
import { seededRandom } from '../lib/random.ts'
import type { Connection, Connector } from '../platform/connector.ts'
import type { Effect, GiftDraft, Reading, ReadContext } from '../platform/platform.ts'
import { createConnectLimiter } from './connect-limiter.ts'
import type { Network } from './network.ts'
import type { ConnectedPlatform } from './requests.ts'

/** A connection to the toy platform: two hosts, a greeting, a heartbeat each 10 s. */
export const toyConnection: Connection = {
  urls: ['wss://one.example/', 'wss://two.example/'],
  headers: { cookie: 'toy=1' },
  reusable: true,
  first: [encoded('hello')],
  authTimeoutMs: 5_000,
  heartbeat: { bytes: encoded('beat'), everyMs: 10_000, atOnce: true },
  receiveTimeoutMs: 25_000,
  endMeanings: { refusalHeaders: ['refused-because'] },
}

/** Creates a platform whose frames are lines of words: `chat hi; ack; at 7`. */
export function toyPlatform(connect: Partial<Connector> = {}): ConnectedPlatform {
  return {
    kind: 'wire',
    name: 'toy',
    site: {
      platform: 'toy',
      title: { en: 'Toy', 'zh-CN': '玩具' },
      pages: [{ at: ['toy.example'], path: '/(\\d+)', gives: 'broadcast' }],
    },
    read: (frame, tools) => readWords(new TextDecoder().decode(frame), tools),
    connect: {
      listens: 'while-live',
      resolve: (ref) => Promise.resolve({ facts: { ref } }),
      open: () => Promise.resolve(toyConnection),
      ...connect,
    },
  }
}

// The toy platform uses none of these.
const toyTools: ReadContext = {
  inflate: () => ({ ok: false, fault: 'corrupt', detail: '' }),
  utf8: () => '',
  mask: () => '',
}

/** Creates the network of the toy platform, in which requests are not answered. */
export function toyNetwork(clock: Clock, dial: Dial): Network {
  return {
    clock,
    random: seededRandom(1),
    fetch: () => Promise.reject(new Error('the toy platform asks nothing')),
    dial,
    budget: createConnectLimiter({ clock, perSecond: 10, burst: 20, perKey: 4, maxWaiting: 100 }),
    endpoints: {},
    tools: toyTools,
  }
}

function readWords(text: string, tools: ReadContext): Reading {
  const readings = text.split('; ').map((word) => readWord(word, tools))
  return {
    drafts: readings.flatMap(({ drafts }) => drafts),
    raws: readings.flatMap(({ raws }) => raws),
    effects: readings.flatMap(({ effects }) => effects),
    faults: readings.flatMap(({ faults }) => faults),
  }
}

const nothing: Reading = { drafts: [], raws: [], effects: [], faults: [] }

const repeated: Reading = { ...nothing, effects: [{ kind: 'redelivered', method: 'id' }] }
const entered: Reading = { ...nothing, drafts: [{ type: 'enter' }] }

const effects: Readonly<Record<string, Effect>> = {
  accepted: { kind: 'authenticated' },
  refused: { kind: 'refused', code: -101, reason: 'token' },
  pong: { kind: 'heartbeat-reply' },
  masked: { kind: 'masked' },
  anonymous: { kind: 'anonymous' },
  over: { kind: 'ended', reason: 'over' },
  ack: { kind: 'reply', bytes: encoded('acked') },
}

function readWord(word: string, { isNewMessage }: ReadContext): Reading {
  const [kind = '', rest = ''] = word.split(/ (.*)/)
  const effect = effects[kind]
  if (effect) return { ...nothing, effects: [effect] }
  if (kind === 'at') return { ...nothing, effects: [{ kind: 'cursor', cursor: rest, detail: 'e' }] }
  if (kind === 'chat') return { ...nothing, drafts: [{ type: 'chat', text: rest }] }
  if (kind === 'id') return isNewMessage?.(rest) === false ? repeated : entered
  if (kind === 'gift') return { ...nothing, drafts: [giftOf(rest)] }
  if (kind === 'raw') return { ...nothing, raws: [{ method: rest, data: '' }] }
  if (kind === 'throw') throw new Error(rest)
  return { ...nothing, faults: [{ kind: 'bad-frame', detail: word }] }
}

/** Returns the running total of a streak that continues. */
function giftOf(total: string): GiftDraft {
  return {
    type: 'gift',
    user: { id: 'toy:1', name: 'one' },
    gift: { id: 'rose', name: 'rose' },
    price: { amount: 1, unit: 'coin' },
    tally: 'total',
    count: Number(total),
    combo: { group: '1', final: false },
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
