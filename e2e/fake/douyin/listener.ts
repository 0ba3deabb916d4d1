import type { Draft } from '../../../proto/feed/index.ts'
import { type Clock, systemClock } from '../../../server/lib/time/clock.ts'
import { dialNode } from '../../../server/lib/net/dial-node.ts'
import { inflateNode } from '../../../server/lib/bytes/inflate-node.ts'
import { seededRandom } from '../../../server/lib/random.ts'
import { utf8 } from '../../../server/lib/bytes/utf8.ts'
import type { Sign } from '../../../server/platform/connector.ts'
import { connector } from '../../../server/platform/douyin/connect/connector.ts'
import { douyin } from '../../../server/platform/douyin/index.ts'
import { createConnectLimiter } from '../../../server/upstream/connect-limiter.ts'
import type { Network } from '../../../server/upstream/network.ts'
import { SourceSession } from '../../../server/upstream/session.ts'
import { signByOurselves } from './client.ts'
import type { FakeDouyin } from './index.ts'

/** A session of the server without the room and its log, composed as in the product. */
export interface Listener {
  /** All published drafts, in order. */
  readonly drafts: readonly Draft[]
  /** The kinds of all faults. */
  readonly faults: readonly string[]
  /** Returns the reported states of the source and of the room, in order. */
  readonly reported: () => readonly string[]
  readonly close: () => Promise<void>
}

/** Returns a clock that runs `speed` times as fast as real time. */
export function hastened(speed: number): Clock {
  const start = systemClock.now()
  return {
    now: () => start + (systemClock.now() - start) * speed,
    after: (delayMs, call) => systemClock.after(delayMs / speed, call),
  }
}

/** Connects to a fake room with the real session, connector, signer and dialer. */
export function listenTo(
  { endpoints, room }: FakeDouyin,
  clock: Clock,
  sign: Sign = signByOurselves,
): Listener {
  const drafts: Draft[] = []
  const faults: string[] = []
  const network: Network = {
    clock,
    random: seededRandom(1),
    fetch,
    dial: dialNode,
    budget: createConnectLimiter({ clock, perSecond: 10, burst: 10, perKey: 4, maxWaiting: 10 }),
    endpoints: { douyin: endpoints },
    sign,
    tools: { inflate: inflateNode, utf8, mask: (key) => key },
  }
  const session = new SourceSession({
    platform: { ...douyin, connect: connector },
    ref: room.webRid,
    sink: {
      publish: (draft) => drafts.push(draft),
      publishRaw: () => undefined,
      recent: [],
    },
    network,
    report: {
      fault: (kind) => faults.push(kind),
      sample: () => undefined,
      failure: () => undefined,
    },
  })
  return {
    drafts,
    faults,
    reported: () => drafts.flatMap((draft) => wordsOf(draft) ?? []),
    close: () => session.close(),
  }
}

function wordsOf(draft: Draft): string | undefined {
  if (draft.type === 'room') return `room ${draft.state}`
  if (draft.type !== 'source') return undefined
  return ['source', draft.state, draft.reason ?? ''].join(' ').trim()
}
