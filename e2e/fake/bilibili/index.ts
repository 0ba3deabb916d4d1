import { Barrier } from '../barrier.ts'
import { Comet } from './comet.ts'
import { listen } from './http.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Patience } from './peer.ts'
import { type FakeRoom, Site } from './site.ts'

/** A fake Bilibili with one room, on loopback. */
export interface FakeBilibili {
  /** The endpoints for connectors. */
  readonly endpoints: Readonly<Record<'api' | 'live', string>> & Readonly<Record<string, string>>
  readonly room: FakeRoom
  /** The HTTP endpoints. */
  readonly site: Site
  /** The barrier before the HTTP endpoints. */
  readonly barrier: Barrier
  /** The sockets. */
  readonly comet: Comet
  /** The log of the fake: paths, `dial`, `socket`, `welcome`, `heartbeat`, `ack`, `refusal`. */
  readonly ledger: Ledger
  readonly close: () => Promise<void>
}

/** The options of the fake site. */
export interface FakeBilibiliOptions {
  /** The number of hosts; default 3. */
  readonly hosts?: number
  readonly patience?: Partial<Patience>
  /** The clock, epoch milliseconds; for clients with a clock of their own. */
  readonly now?: () => number
  /** True if its host names cannot be resolved, and only the general host is reachable. */
  readonly unresolvable?: boolean
}

/** The timeouts of the real site. */
export const realPatience: Patience = {
  greetingMs: 5_000,
  heartbeatMs: 70_000,
  acknowledgeMs: 1_000,
}

/** Starts a site that speaks the web protocol, byte for byte, and rejects any deviation. */
export async function startFakeBilibili(options: FakeBilibiliOptions = {}): Promise<FakeBilibili> {
  const ledger = createLedger()
  const room: FakeRoom = { id: 5440, shortId: 1, title: '测试直播间', liveStatus: 1 }
  const site: Site = new Site(room, {
    ledger,
    ports: () => comet.ports,
    now: options.now ?? Date.now,
    unresolvable: options.unresolvable === true,
  })
  const comet = await Comet.start({
    hosts: options.hosts ?? 3,
    judge: (greeting, handshake) => site.judge(greeting, handshake),
    patience: { ...realPatience, ...options.patience },
    ledger,
  })
  const barrier = new Barrier()
  const http = await listen((call) => site.answer(call), barrier)
  const base = `http://127.0.0.1:${http.port}`
  return {
    endpoints: {
      api: base,
      live: base,
      ...(options.unresolvable && { gateway: `ws://127.0.0.1:${comet.ports[0]}/sub` }),
    },
    room,
    site,
    barrier,
    comet,
    ledger,
    close: async () => {
      barrier.close()
      await Promise.all([http.close(), comet.close()])
    },
  }
}
