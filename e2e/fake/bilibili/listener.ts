import { randomUUID } from 'node:crypto'
import type { Draft } from '../../../proto/feed/index.ts'
import type { Clock } from '../../../server/lib/time/clock.ts'
import { dialNode } from '../../../server/lib/net/dial-node.ts'
import { inflateNode } from '../../../server/lib/bytes/inflate-node.ts'
import { utf8 } from '../../../server/lib/bytes/utf8.ts'
import type { Sign } from '../../../server/platform/connector.ts'
import type { WirePlatform } from '../../../server/platform/platform.ts'
import { createConnectLimiter } from '../../../server/upstream/connect-limiter.ts'
import type { Failure } from '../../../server/upstream/machine/failure.ts'
import type { Network } from '../../../server/upstream/network.ts'
import { SourceSession } from '../../../server/upstream/session.ts'
import type { OpenLiveCredential } from '../../../signer/bilibili/open-live.ts'
import { createBilibiliSigners } from '../../../signer/bilibili/sign.ts'
import { realPatience } from './index.ts'
import type { Patience } from './peer.ts'

/** A session of the server on a fake site. Everything is real except the pace of its clock. */
export interface Listener {
  readonly drafts: readonly Draft[]
  /** Every reason why it was not connected, in order. */
  readonly failures: readonly Failure[]
  /** Resolves once the received drafts match; the test's timeout is the only one. */
  readonly until: (isSo: (drafts: readonly Draft[]) => boolean) => Promise<void>
  readonly close: () => Promise<void>
}

/** The fake site of a session, and its secrets. */
export interface ListenerParts {
  readonly platform: WirePlatform
  readonly ref: string
  readonly endpoints: Readonly<Record<string, string>>
  readonly credentials?: Readonly<Record<string, OpenLiveCredential>>
  /** The cookie of an account. */
  readonly cookie?: string
}

type SourceDraft = Extract<Draft, { readonly type: 'source' }>

/** The factor by which the timers of a session run faster than real time. */
export const pace = 20

/** Starts a session. @throws TypeError if the platform cannot be reached. */
export function startListener(parts: ListenerParts): Listener {
  const { platform, ref, cookie } = parts
  const { connect } = platform
  if (!connect) throw new TypeError(`${platform.name} cannot be reached`)
  const drafts: Draft[] = []
  const failures: Failure[] = []
  const waiting = new Set<() => void>()
  const session = new SourceSession({
    platform: { ...platform, connect },
    ref,
    sink: {
      publish: (draft) => {
        drafts.push(draft)
        for (const look of waiting) look()
      },
      publishRaw: () => undefined,
      recent: [],
    },
    network: networkOf(parts),
    ...(cookie !== undefined && { cookie: async () => cookie }),
    report: {
      fault: () => undefined,
      sample: () => undefined,
      failure: (failure) => failures.push(failure),
    },
  })
  return {
    drafts,
    failures,
    until: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo(drafts)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: () => session.close(),
  }
}

/** The timeouts of a fake, shorter by the factor of a session's clock. */
export const pacedPatience: Patience = {
  ...realPatience,
  heartbeatMs: realPatience.heartbeatMs / pace,
}

/** Returns the ids of all chat lines. */
export function chatIds(drafts: readonly Draft[]): readonly (string | undefined)[] {
  return drafts.flatMap(({ type, id }) => (type === 'chat' ? [id] : []))
}

/** Returns the states of the source. */
export function sources(drafts: readonly Draft[]): readonly SourceDraft[] {
  return drafts.flatMap((one) => (one.type === 'source' ? [one] : []))
}

/** Returns the names of the states of the source. */
export function states(drafts: readonly Draft[]): readonly string[] {
  return sources(drafts).map(({ state }) => state)
}

/** Returns how many times the source was opened. */
export function openings(drafts: readonly Draft[]): number {
  return states(drafts).filter((state) => state === 'open').length
}

function networkOf({ platform, endpoints, credentials = {} }: ListenerParts): Network {
  const limits = { perSecond: 100, burst: 100, perKey: 4, maxWaiting: 100 }
  return {
    clock: fastClock,
    random: Math.random,
    fetch: (url, init) => fetch(url, init),
    dial: dialNode,
    budget: createConnectLimiter({ clock: fastClock, ...limits }),
    endpoints: { [platform.name]: endpoints },
    sign: signWith(credentials),
    tools: { inflate: inflateNode, utf8, mask: (key) => `mask-${key}` },
  }
}

const fastClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs / pace)
    return { cancel: () => clearTimeout(timer) }
  },
}

function signWith(credentials: Readonly<Record<string, OpenLiveCredential>>): Sign {
  const signers = createBilibiliSigners({
    credential: async (name) => credentials[name],
    now: () => Date.now(),
    nonce: () => randomUUID(),
  })
  return async (purpose, fields) => {
    if (purpose === 'bilibili-wbi' || purpose === 'bilibili-open') return signers[purpose](fields)
    throw new TypeError(`there is no signer for ${purpose}`)
  }
}
