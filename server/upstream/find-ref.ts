import { type Connector, RoomNotFound } from '../platform/connector.ts'
import type { Platform } from '../platform/platform.ts'
import { type Network, towards } from './network.ts'

/**
 * The ref of a room, however somebody names it: by its id, its address or a short link. Only a link
 * whose host is the site's own is ever asked.
 *
 * @throws RoomNotFound, RiskControl; anything else counts as no answer.
 */
export type FindRef = (platform: string, named: string) => Promise<string>

// What may stand in `platform:ref` as it is.
const plain = /^[A-Za-z0-9._-]{1,128}$/

const limitMs = 10_000

/** Finds refs with what the connectors of platforms know of their addresses. */
export function createFindRef(
  platforms: ReadonlyMap<string, Platform>,
  network: Pick<Network, 'clock' | 'random' | 'fetch' | 'endpoints' | 'wayTo'>,
): FindRef {
  return async (name, named) => {
    const text = named.trim()
    if (plain.test(text)) return text
    const platform = platforms.get(name)
    const connect = platform?.kind === 'wire' ? platform.connect : undefined
    const ref = connect?.refOf && (await within(towards(network, name), name, connect.refOf, text))
    if (ref !== undefined && plain.test(ref)) return ref
    throw new RoomNotFound(`a room of ${name} is named by its id alone`)
  }
}

async function within(
  {
    clock,
    endpoints,
    fetch,
    random,
  }: Pick<Network, 'clock' | 'random' | 'fetch' | 'endpoints' | 'wayTo'>,
  platform: string,
  refOf: NonNullable<Connector['refOf']>,
  text: string,
): Promise<string> {
  const controller = new AbortController()
  const timer = clock.after(limitMs, () => controller.abort())
  const { signal } = controller
  const own = endpoints[platform] ?? {}
  try {
    return await refOf(text, { fetch, now: clock.now, random, endpoints: own, signal })
  } finally {
    timer.cancel()
  }
}
