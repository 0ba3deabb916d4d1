import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type FakeBilibili, startFakeBilibili } from '../../fake/bilibili/index.ts'
import { subscribe } from '../../kit/subscriber.ts'
import { median } from '../compare.ts'
import type { Bench } from '../result.ts'
import { atLeast, atMost } from './bound.ts'
import type { Report } from './load.ts'
import type { Address } from './subscriber.ts'
import { startLoad, startOurs } from './target.ts'

const readers = 200
const perSecond = 200
const rounds = 3
const maxP99Ms = 50

const warmMs = 3000
const measureMs = 5000

// The resolution of timers without spinning.
const tickMs = 5

// The time in which the last event of the window may still arrive.
const minShare = 0.97

/**
 * The whole path: frames of a platform in, frames of the feed out, with everything stored. An event
 * has the due time of its platform message, and its delay counts from then.
 */
export const bench: Bench = async function* () {
  const reports: Report[] = []
  for (let i = 0; i < rounds; i++) reports.push(await measure())
  const typical = (figure: (report: Report) => number): number => median(reports.map(figure))
  const p99Ms = typical((report) => report.p99Ms)
  yield atMost(maxP99Ms, { name: 'fanout-through-p99', value: p99Ms, unit: 'ms' })
  yield atLeast(readers * perSecond * minShare, {
    name: 'fanout-through',
    value: typical(({ deliveriesPerSecond }) => deliveriesPerSecond),
    unit: 'deliveries/s',
  })
  yield atMost(0, {
    name: 'fanout-through-lost',
    value: Math.max(...reports.map(({ gaps, lost }) => gaps + lost)),
    unit: 'gaps and readers',
  })
}

async function measure(): Promise<Report> {
  const fake = await startFakeBilibili()
  const ENDPOINTS = JSON.stringify({ bilibili: fake.endpoints })
  const target = await startOurs(`bilibili:${fake.room.id}`, { STORE: 'on', ENDPOINTS })
  const talk = new AbortController()
  try {
    await opened(target.address)
    await fake.ledger.until('welcome', 1)
    const talking = say(fake, talk.signal)
    const load = startLoad(target, { readers, warmMs, measureMs })
    const report = await load.report
    talk.abort()
    await talking
    return report
  } finally {
    await target.end()
    await fake.close()
  }
}

/** Resolves when the room can be read: a stored room opens after the database does. */
async function opened({ port, path }: Address): Promise<void> {
  for (;;) {
    const reader = subscribe(`http://127.0.0.1:${port}`, path)
    const said = await reader.take(1).catch(() => undefined) // closed: tried again later
    reader.close()
    if (said) return
    await pause(200)
  }
}

/** Sends chat lines at an even pace, each with its due time. */
async function say({ comet }: FakeBilibili, until: AbortSignal): Promise<void> {
  const startedAt = Date.now()
  for (let said = 0; !until.aborted;) {
    const messages: object[] = []
    while (startedAt + (said * 1000) / perSecond <= Date.now()) {
      messages.push(chat(said, Math.round(startedAt + (said * 1000) / perSecond)))
      said += 1
    }
    if (messages.length > 0) comet.say(messages)
    await pause(tickMs)
  }
}

/** Returns a chat line in the form for guests. */
function chat(number: number, at: number): object {
  const key = createHash('sha256').update(`${at} ${number}`).digest('hex')
  const extra = JSON.stringify({ content: 'x', id_str: key.slice(0, 34), emots: null })
  const style = [0, 1, 25, 0xffffff, at, 0, 0, key.slice(34, 42), 0, 0, 0, '', 0, '{}', '{}']
  const info = [
    [...style, { mode: 0, extra }],
    `第${number}句`,
    [0, '观***', 0, 0, 0, 10000, 1, ''],
  ]
  return { cmd: 'DANMU_MSG', info: [...info, []], dm_v2: '' }
}
