import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Feed } from '../../server/feed/room-broadcast.ts'
import { socketEncoding } from '../../server/feed/stream-encoding.ts'
import { systemClock } from '../../server/lib/time/clock.ts'
import { openJournal } from '../../server/log/journal/index.ts'
import type { Log } from '../../server/log/log.ts'
import { createMemoryLog } from '../../server/log/memory.ts'
import { createTestRoom } from '../upstream/test-room.ts'
import { median, round } from './compare.ts'
import type { Bench } from './result.ts'

const perSecond = 1000
const seconds = 1
const rounds = 5
const text = '弹幕'.repeat(50)

// The bound of the issue.
const maxAddedMs = 2

/**
 * The latency that a journal adds between publishing an event and its bytes on a reader's socket.
 */
export const bench: Bench = async function* () {
  const without: number[] = []
  const withJournal: number[] = []
  await p99Of(createMemoryLog('warm-up'))
  for (let i = 0; i < rounds; i++) {
    without.push(await p99Of(createMemoryLog('memory')))
    withJournal.push(await p99OfJournal())
  }
  const memory = median(without)
  const journal = median(withJournal)
  const value = Math.max(0, journal - memory)
  yield {
    name: 'log-added-latency-p99',
    value: round(value),
    unit: 'ms',
    baseline: round(memory),
    ratio: round(journal / memory),
    bar: `value <= ${maxAddedMs}`,
    ok: value <= maxAddedMs,
  }
}

async function p99OfJournal(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'danmu-bench-'))
  const { log } = await openJournal(folder, { room: 'demo:bench', newEpoch: () => 'journal' })
  const p99 = await p99Of(log)
  rmSync(folder, { recursive: true, force: true })
  return p99
}

/** Returns the 99th percentile of milliseconds from publishing to arrival at a real socket. */
async function p99Of(log: Log): Promise<number> {
  const room = createTestRoom('demo:bench', log)
  const publishedAt: number[] = []
  const waits: number[] = []
  const { writer, close } = await socketPair((chunk) => {
    const now = performance.now()
    for (const [, seq] of chunk.matchAll(/"seq":(\d+),"id"/g)) {
      const at = publishedAt[Number(seq)]
      if (at !== undefined) waits.push(now - at)
    }
  })
  new Feed(systemClock).subscribe(
    room,
    { from: { kind: 'last', count: 0 }, filter: { raw: false } },
    {
      wire: socketEncoding,
      send: (bytes) => void writer.write(bytes),
      buffered: () => writer.writableLength,
      reset: () => undefined,
      end: () => undefined,
    },
  )
  await paced(perSecond * seconds, (index) => {
    publishedAt[index + 1] = performance.now()
    room.publish('demo:bench', { type: 'chat', text })
  })
  await room.close()
  close()
  return waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN
}

/** Calls a number of times a second, catching up after a pause. */
async function paced(count: number, call: (index: number) => void): Promise<void> {
  const startedAt = performance.now()
  for (let index = 0; index < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAt) * perSecond) / 1000))
    while (index < due) call(index++)
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1)
    })
  }
}

/** Returns the two ends of a connection on this machine. */
async function socketPair(
  hear: (chunk: string) => void,
): Promise<{ readonly writer: Socket; readonly close: () => void }> {
  const server = createServer({ noDelay: true }) // as HTTP servers are; otherwise Nagle adds 40 ms at times
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1')
  reader.setEncoding('utf8').on('data', hear)
  const [writer] = (await accepted) as [Socket]
  return {
    writer,
    close: () => {
      reader.destroy()
      writer.destroy()
      server.close()
    },
  }
}
