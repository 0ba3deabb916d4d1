import { median, round } from '../compare.ts'
import type { Bench, BenchResult } from '../result.ts'
import type { Report } from './load.ts'
import type { PeerKind } from './peer.ts'
import { startLoad, startOurs, startPeer, type Target } from './target.ts'

const readers = 1000
const perSecond = 30
const rounds = 3

/** The maximum cost of our delivery, as a share of that of each peer. */
const bars: Readonly<Record<PeerKind, number>> = {
  'socket.io': 0.7,
  'ws-string': 0.8,
  'ws-frame': 1.2,
}

/**
 * A thousand readers of thirty events a second, one event a tick: nothing can be sent together, so
 * this is the cost of one write. Processor time of the server for a delivery, in turns with its
 * peers.
 */
export const bench: Bench = async function* () {
  const starts: Readonly<Record<'ours' | PeerKind, () => Promise<Target>>> = {
    ours: () => startOurs(`demo:${perSecond}`),
    'socket.io': () => startPeer('socket.io', perSecond),
    'ws-string': () => startPeer('ws-string', perSecond),
    'ws-frame': () => startPeer('ws-frame', perSecond),
  }
  const reports = new Map<string, Report[]>()
  for (let i = 0; i < rounds; i++) {
    for (const [name, start] of Object.entries(starts)) {
      const report = await measure(await start())
      reports.set(name, [...(reports.get(name) ?? []), report])
    }
  }
  const costOf = (name: string): number =>
    median((reports.get(name) ?? []).map(({ cpuUs }) => cpuUs))
  for (const [name, bar] of Object.entries(bars))
    yield line(name, costOf('ours'), costOf(name), bar)
}

async function measure(target: Target): Promise<Report> {
  try {
    const report = await startLoad(target, { readers, perSecond, warmMs: 1500, measureMs: 4000 })
      .report
    if (report.gaps > 0 || report.lost > 0)
      throw new Error(`not every event came: ${JSON.stringify(report)}`)
    return report
  } finally {
    await target.end()
  }
}

function line(peer: string, oursUs: number, peerUs: number, bar: number): BenchResult {
  const ratio = oursUs / peerUs
  return {
    name: `fanout-steady-${peer}`,
    value: round(oursUs),
    unit: 'us CPU a delivery',
    baseline: round(peerUs),
    ratio: round(ratio),
    bar: `ratio <= ${bar}`,
    ok: ratio <= bar,
  }
}
