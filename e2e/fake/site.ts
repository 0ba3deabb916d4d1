import type { FeedEvent } from '../../proto/feed/index.ts'
import { createNetwork } from '../../server/app/network.ts'
import { readConfig } from '../../server/config/index.ts'
import type { Code } from '../../server/doctor/words.ts'
import type { StepName } from '../../server/doctor/report.ts'
import type { Network } from '../../server/upstream/network.ts'
import type { ConnectedPlatform } from '../../server/upstream/requests.ts'
import type { OpenLiveCredential } from '../../signer/bilibili/open-live.ts'
import { createBilibiliSigners } from '../../signer/bilibili/sign.ts'
import type { Barrier } from './barrier.ts'
import type { SourceEvent } from '../upstream/watched-room.ts'

/** A running fake site with one room, with the same functions for every site. */
export interface SiteHarness {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly endpoints: Network['endpoints']
  readonly credentials?: Readonly<Record<string, OpenLiveCredential>>
  /** Sends a number of chat lines in one frame. @returns their ids in the feed. */
  readonly say: (count: number) => readonly string[]
  /**
   * Sends an entrance, a follow, a share and a like, as far as the site supports them. @returns the
   * types.
   */
  readonly act: () => readonly FeedEvent['type'][]
  /** Sets the number of times each later message is sent. */
  readonly deliver: (times: number) => void
  /**
   * Sends the last messages again after a reconnect; does nothing for sites that do so
   * automatically.
   */
  readonly repeat: (count?: number) => void
  readonly sockets: SiteSockets
  /** Ends the broadcast. */
  readonly end: () => void
  /** Returns the errors that the site found in the client. */
  readonly complaints: () => readonly string[]
  /** Returns the number of times something happened. */
  readonly times: (what: Happening) => number
  readonly close: () => Promise<void>
}

/** The sockets of a site, and what may happen to all that are open. */
export interface SiteSockets {
  /** The barrier before the handshakes. */
  readonly barrier: Barrier
  /** Ends them at TCP level. */
  readonly drop: (how: 'fin' | 'rst') => void
  /** Ends them with a close code. */
  readonly hangUp: (code: number, reason?: string) => void
  /** Sets whether messages are withheld; heartbeats are answered all the time. */
  readonly stall: (stalled: boolean) => void
  /** Half-open: the clients receive nothing more, not even an end. */
  readonly freeze: () => void
  /** Writes invalid bytes into them. */
  readonly corrupt: (bytes: Uint8Array) => void
}

/** The counters of a site. */
export type Happening = 'heartbeat' | 'ack' | 'resumed' | 'kept' | 'goodbye'

/** A reason for which a site does not deliver a room. */
export interface Refusal {
  readonly name: string
  /** Another room than the existing one. */
  readonly ref?: string
  /** The required state in the feed … */
  readonly state: SourceEvent['state']
  /** … and a part of its reason. */
  readonly says: string
  /** The step and the code that a doctor must report. */
  readonly step: StepName
  readonly code: Code
}

/** Another name of the room. */
export interface Alias {
  readonly name: string
  readonly ref: string
}

/** The site harness: a site that a test can start. */
export interface SiteUnderTest {
  readonly name: string
  /** The interval of heartbeats, milliseconds. */
  readonly beatMs: number
  /** True if a live room is never silent. */
  readonly chatters: boolean
  /** True if messages have to be acknowledged. */
  readonly acks: boolean
  /** True if a new connection continues after the last message of the old one. */
  readonly resumes: boolean
  /** The state of the source once the broadcast is over, and of the room. */
  readonly over: { readonly source: SourceEvent['state']; readonly room: 'ended' | 'offline' }
  readonly refusals: readonly Refusal[]
  /** Other names that lead to the room. */
  readonly aliases?: readonly Alias[]
  /** Starts it; with a refusal, so that it refuses in that way. */
  readonly start: (now: () => number, refusal?: string) => Promise<SiteHarness>
}

/** A refusal with the function that makes a fake refuse. */
export type ArrangedRefusal<F> = Refusal & { readonly arrange?: (fake: F) => void }

/** Returns the server's own network for a site, with its credentials. */
export function networkTo({ endpoints, credentials = {} }: SiteHarness): Network {
  const network = createNetwork(readConfig({ ENDPOINTS: JSON.stringify(endpoints) }), 'a mask key')
  return { ...network, ...signWith(network, credentials) }
}

/** Signs calls of the open platform with credentials of a test. */
export function signWith(
  { sign }: Network,
  credentials: Readonly<Record<string, OpenLiveCredential>>,
): Pick<Network, 'sign'> {
  let nonces = 0
  const signers = createBilibiliSigners({
    credential: async (name) => credentials[name],
    now: Date.now,
    nonce: () => `${Date.now()}-${++nonces}`,
  })
  return {
    sign: async (purpose, fields, turn) =>
      purpose === 'bilibili-open' || purpose === 'bilibili-open-account'
        ? signers[purpose](fields)
        : ((await sign?.(purpose, fields, turn)) ?? {}),
  }
}
