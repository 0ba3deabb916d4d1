import type { Config } from '../config/index.ts'
import { Locked } from '../lib/file/lock-file.ts'
import type { Logger } from '../lib/logger.ts'
import { withTimeout } from '../lib/time/timeout.ts'
import { processMeter } from '../metrics/process.ts'
import { createMetrics } from '../metrics/registry.ts'
import { DatabaseHeld } from '../store/query/lease.ts'
import { createHttp } from './http.ts'
import { createLive } from './live.ts'
import { createRelay } from './relay.ts'
import { openStorage } from './storage.ts'
import { createUpstreams } from './upstreams.ts'

/** A server that listens. */
export interface Running {
  /** Its address on this machine. */
  readonly url: string
  /** The public address: PUBLIC_URL, or `url` if that is not set. */
  readonly publicUrl: string
  /** The link that logs the owner's browser in; only after the first start. */
  readonly loginUrl?: string
  /** Resolves if another relay takes over the database; this one must then stop. */
  readonly lost?: Promise<Error>
  /**
   * Refuses new requests, ends every stream so that its reader reconnects, and stops within ten
   * seconds.
   */
  readonly stop: () => Promise<void>
}

/** Returns true for the error of a start whose data folder or database another process holds. */
export function isHeldByAnother(error: unknown): boolean {
  return error instanceof Locked || error instanceof DatabaseHeld
}

/** Options of a start. */
export interface StartOptions {
  /** True takes the database from another relay that stores in it. */
  readonly takeOver?: boolean
  /** Returns the number of lines that the log lost since the start. */
  readonly logDropped?: () => number
}

// Readers that stay connected are cut off: a stop takes ten seconds at most, the database's time
// included.
const closeMs = 5_000

/** A part of the server that is closed when the server stops. */
interface Part {
  readonly close: () => Promise<void>
}

/**
 * Creates all parts in order, each from those before it, and listens: configuration in, a running
 * server out.
 *
 * @throws ConfigError if a profile or script cannot be used; Locked if another process has the data
 * folder, DatabaseHeld if another relay has the database; the system error of the address.
 */
export async function startServer(
  config: Config,
  log: Logger,
  { logDropped, ...options }: StartOptions = {},
): Promise<Running> {
  const metrics = createMetrics()
  const storage = await openStorage(config, { log, onWritten: metrics.dbWrite, ...options })
  const parts: Part[] = []
  const part = <T extends Part>(made: T): T => {
    parts.push(made)
    return made
  }
  const stop = async (): Promise<void> => {
    storage.cursors.freeze()
    log.info({}, 'stopping')
    const closed = Promise.all(parts.map(({ close }) => close()))
    closed.catch((error: unknown) => log.error({ error }, 'not everything was closed'))
    await withTimeout(closeMs, closed)
    await storage.close()
  }
  try {
    const live = part(createLive(config, { storage, metrics, log }))
    const upstreams = part(createUpstreams(config, { storage, own: live.own, metrics, log }))
    const relay = part(createRelay(config, { storage, upstreams, metrics, log }))
    live.begin(relay)
    const http = part(await createHttp(config, { storage, upstreams, relay, live, metrics, log }))
    const { loopLagMs } = http
    metrics.add(
      storage.meter,
      upstreams.meter,
      relay.meter,
      ...live.meters,
      processMeter({ loopLagMs, logDropped }),
    )
    const url = await http.listen()
    log.info({ url }, 'listening')
    return { ...addressesOf(url, config, storage.secrets.firstToken), lost: storage.lost, stop }
  } catch (error) {
    await stop() // the database and the lock would keep the process alive
    throw error
  }
}

function addressesOf(
  url: string,
  { publicUrl = url }: Config,
  firstToken: string | undefined,
): Omit<Running, 'stop'> {
  if (firstToken === undefined) return { url, publicUrl }
  return { url, publicUrl, loginUrl: `${publicUrl}/login#token=${firstToken}` }
}
