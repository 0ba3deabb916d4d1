import type { Config } from '../config/index.ts'
import { createEdge } from '../edge/edge.ts'
import type { Origin } from '../edge/origin.ts'
import { createRingMemory, ringLimitsOf } from '../hub/ring-memory.ts'
import { dialNode } from '../lib/net/dial-node.ts'
import { machineMemory } from '../lib/machine-memory.ts'
import type { Logger } from '../lib/logger.ts'
import { createListener } from './node-server.ts'
import type { Running } from './server.ts'

/** The log of an edge. */
export interface EdgeLog {
  readonly log: Logger
  /** Returns the number of lines that the log lost since the start. */
  readonly logDropped: () => number
}

/**
 * Starts an edge on Node: the rooms of another relay, without storage.
 *
 * @throws the system error of the address.
 */
export async function startEdge(
  config: Config,
  origin: Origin,
  { log, logDropped }: EdgeLog,
): Promise<Running> {
  const edge = await createEdge({
    origin,
    log,
    logDropped,
    reach: config,
    limits: config,
    rings: createRingMemory(ringLimitsOf(config, machineMemory())),
    maxRooms: config.maxRooms,
    dial: dialNode,
    fetch: (url, init) => fetch(url, init),
    defer: setImmediate,
  })
  const { onRefusedConnection } = edge
  const listener = createListener(edge.app, { config, log, onRefusedConnection })
  const stop = async (): Promise<void> => {
    log.info({}, 'stopping')
    await Promise.all([listener.close(), edge.close()])
  }
  try {
    const url = await listener.listen()
    log.info({ url, origin: origin.base }, 'listening as an edge')
    return { url, publicUrl: config.publicUrl ?? url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
