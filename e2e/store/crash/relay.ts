import { readFileSync } from 'node:fs'
import type { Load } from './load.ts'
import { type ServerProcess, startServerProcess } from '../../kit/server.ts'
import { patienceMs, until } from '../../kit/wait.ts'

/** A server with a data folder that outlives it. */
export interface Relay extends ServerProcess {
  /** The start time by `performance.now()`. */
  readonly startedAt: number
  /** Configures the room of a load. */
  readonly configure: (load: Load) => Promise<void>
  readonly readyStatus: () => Promise<number>
  /** Resolves when the server reports that it is ready. */
  readonly ready: () => Promise<void>
  /** Returns the resident memory of the process, bytes. */
  readonly residentBytes: () => number
  /** Resolves when everything up to a position is in the database; rejects after a limit, ms. */
  readonly stored: (seq: number, withinMs?: number) => Promise<void>
}

interface Asking {
  readonly method?: 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The room of all crash tests. */
export const crashRoom = 'night'

const ownerToken = 'the-owner-token-of-the-crash-tests-0123456789'

/** Starts one run of a server. */
export async function startRelay(env: Readonly<Record<string, string>>): Promise<Relay> {
  const startedAt = performance.now()
  const settings = { STORE: 'on', LOG_LEVEL: 'info', OWNER_TOKEN: ownerToken }
  const server = await startServerProcess({ ...settings, ...env })
  const orphaned = (): void => void server.end('SIGKILL')
  process.once('exit', orphaned)
  // A connection each: a kept-alive one may be closed just when it is reused.
  const ask = (path: string, init: Asking = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, { ...init, headers: { ...init.headers, connection: 'close' } })
  const readyStatus = async (): Promise<number> => (await ask('/readyz')).status
  const ready = async (): Promise<void> => {
    await until(async () => (await readyStatus()) === 200, { what: 'the server is ready' })
  }
  return {
    ...server,
    end: async (signal) => {
      const code = await server.end(signal)
      process.off('exit', orphaned)
      return code
    },
    startedAt,
    readyStatus,
    ready,
    configure: async ({ source }) => {
      await ready()
      const { status } = await ask('/api/rooms', {
        method: 'POST',
        headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ slug: crashRoom, sources: [source] }),
      })
      if (status !== 201) throw new Error(`the room was not made: ${status}`)
    },
    residentBytes: () => residentBytes(server.pid),
    stored: async (seq, withinMs = patienceMs) => {
      const isStored = async (): Promise<boolean> => {
        // In this order: events between the two answers only make the result worse.
        const { head } = (await (await ask(`/rooms/${crashRoom}`)).json()) as { head: number }
        const waiting = waitingIn(await (await ask('/metrics')).text())
        return head - waiting >= seq
      }
      await until(isStored, { what: `${seq} is stored`, withinMs })
    },
  }
}

function waitingIn(metrics: string): number {
  return Number(/^danmu_store_waiting_events (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN)
}

/** Reads `VmRSS` of proc(5) `status`, which counts in KiB. */
function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}
