import type { FeedEvent } from '../proto/feed/index.ts'
import { createNetwork } from '../server/app/network.ts'
import { readConfig } from '../server/config/index.ts'
import type { Code } from '../server/doctor/words.ts'
import type { StepName } from '../server/doctor/report.ts'
import type { Network } from '../server/upstream/network.ts'
import type { ConnectedPlatform } from '../server/upstream/requests.ts'
import type { OpenLiveCredential } from '../signer/bilibili/open-live.ts'
import { createBilibiliSigners } from '../signer/bilibili/sign.ts'
import type { SourceEvent } from './fault-room.ts'

/** A fake site with one room, handled alike whichever it is. */
export interface Stand {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly endpoints: Network['endpoints']
  readonly credentials?: Readonly<Record<string, OpenLiveCredential>>
  /** Says so many lines of chat in one frame. @returns their ids in the feed. */
  readonly say: (count: number) => readonly string[]
  /**
   * Sends an entrance, a follow, a share and a like, as far as the site supports them. @returns the
   * types.
   */
  readonly act: () => readonly FeedEvent['type'][]
  /** Sets how often each message is sent from now on. */
  readonly deliver: (times: number) => void
  /** Repeats the last messages, as the site does for a client that reconnects. */
  readonly repeat: () => void
  readonly drop: () => void
  /** Says nothing more to anybody, and goes on answering heartbeats. */
  readonly stall: () => void
  /** Half-open: who is connected now hears nothing more, not even an end. */
  readonly freeze: () => void
  /** Ends the broadcast. */
  readonly end: () => void
  /** What the site found wrong with us. */
  readonly complaints: () => readonly string[]
  /** Returns how often something happened. */
  readonly times: (what: Happening) => number
  readonly close: () => Promise<void>
}

/** What a site counts of its listeners. */
export type Happening = 'heartbeat' | 'ack' | 'resumed' | 'kept' | 'goodbye'

/** A way in which a site does not let us hear a room. */
export interface Refusal {
  readonly name: string
  /** Another room than the one there is. */
  readonly ref?: string
  /** What the feed must say … */
  readonly state: SourceEvent['state']
  /** … and a part of why. */
  readonly says: string
  /** Where a doctor must find it, and as what. */
  readonly step: StepName
  readonly code: Code
}

/** Another name of the room. */
export interface Alias {
  readonly name: string
  readonly ref: string
}

/** A site that can be stood up. */
export interface SiteUnderTest {
  readonly name: string
  /** How often heartbeats are due. */
  readonly beatMs: number
  /** Whether a live room is never silent. */
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
  /** Stands it up; with a refusal, so that it refuses like that. */
  readonly start: (now: () => number, refusal?: string) => Promise<Stand>
}

/** A refusal, and what makes a fake refuse. */
export type ArrangedRefusal<F> = Refusal & { readonly arrange?: (fake: F) => void }

/** The server's own network to a stand, with the credentials it takes. */
export function networkTo({ endpoints, credentials = {} }: Stand): Network {
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
