import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../compare.ts'
import type { Bench } from '../result.ts'
import { atMost } from './bound.ts'
import { maxFiles, residentKib } from './process.ts'
import { startLoad, startOurs } from './target.ts'

const wanted = 10_000
const maxKibEach = 8

// The files a process has open besides its readers.
const otherFiles = 200

// The garbage of ten thousand handshakes may be collected a little later: half a kibibyte a reader
// either way.
const settleMs = 12_000
const weighings = 3

/**
 * Ten thousand readers: of ten events a second none is lost, and in an almost silent room each
 * costs little memory. Where the system allows fewer open files there are fewer readers; the name
 * has the number.
 */
export const bench: Bench = async function* () {
  const readers = Math.min(wanted, maxFiles() - otherFiles)
  const name = `fanout-crowd-${readers}`
  yield atMost(0, { name, value: await countLost(readers), unit: 'gaps and readers' })
  const kibEach: number[] = []
  for (let i = 0; i < weighings; i++) kibEach.push(await weighIdle(readers))
  yield atMost(maxKibEach, { name: `${name}-memory`, value: median(kibEach), unit: 'KiB a reader' })
}

async function countLost(readers: number): Promise<number> {
  const perSecond = 10
  const target = await startOurs(`demo:${perSecond}`)
  try {
    const load = startLoad(target, { readers, perSecond, warmMs: 1500, measureMs: 5000 })
    const { gaps, lost } = await load.report
    return gaps + lost
  } finally {
    await target.end()
  }
}

/**
 * Returns the memory of a reader on a server that had some before, whose code is loaded and warm.
 */
async function weighIdle(readers: number): Promise<number> {
  const perSecond = 1
  const target = await startOurs(`demo:${perSecond}`)
  try {
    const some = { readers: 100, perSecond, warmMs: 500, measureMs: 500 }
    await startLoad(target, some).report
    const before = residentKib(target.pid)
    const load = startLoad(target, { readers, perSecond, warmMs: settleMs, measureMs: 1000 })
    await load.connected
    await pause(settleMs)
    const after = residentKib(target.pid)
    await load.report
    return (after - before) / readers
  } finally {
    await target.end()
  }
}
