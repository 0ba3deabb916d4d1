import type { Bench } from '../result.ts'
import { atMost } from './bound.ts'
import { maxFiles, residentKib } from './process.ts'
import { startLoad, startOurs } from './target.ts'

const wanted = 10_000
const perSecond = 10
const maxKibEach = 8

// What a process has open besides its readers.
const otherFiles = 200

// The garbage of ten thousand handshakes is collected when there is time for it.
const settleMs = 3000

/**
 * Ten thousand readers of ten events a second: nobody misses any, and each costs little memory. Where
 * the system allows fewer open files there are fewer readers; how many is in the name.
 */
export const bench: Bench = async function* () {
  const readers = Math.min(wanted, maxFiles() - otherFiles)
  const target = await startOurs(`demo:${perSecond}`)
  try {
    const before = residentKib(target.pid)
    const load = startLoad(target, { readers, perSecond, warmMs: settleMs, measureMs: 5000 })
    const { gaps, lost } = await load.report
    const kibEach = (residentKib(target.pid) - before) / readers
    yield atMost(0, {
      name: `fanout-crowd-${readers}`,
      value: gaps + lost,
      unit: 'gaps and readers',
    })
    yield atMost(maxKibEach, {
      name: `fanout-crowd-${readers}-memory`,
      value: kibEach,
      unit: 'KiB a reader',
    })
  } finally {
    await target.end()
  }
}
