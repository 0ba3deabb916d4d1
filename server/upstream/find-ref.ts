import { type Connector, RoomNotFound } from '../platform/connector.ts'
import type { GeneratedPlatform, Platform } from '../platform/platform.ts'
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
  network: NetworkPart,
): FindRef {
  return async (name, named) => {
    const text = named.trim()
    const platform = platforms.get(name)
    const ref = platform ? await refAt(platform, text, network) : text
    if (plain.test(ref)) return ref
    throw new RoomNotFound(`a room of ${name} is named by its id alone`)
  }
}

type NetworkPart = Pick<Network, 'clock' | 'random' | 'fetch' | 'endpoints' | 'wayTo'>

/** What the platform itself makes of it: of an id, too, it may know that it can be none. */
async function refAt(platform: Platform, text: string, network: NetworkPart): Promise<string> {
  if (platform.kind === 'generated') {
    requireTimeline(platform, text)
    return text
  }
  const find = platform.kind === 'wire' ? platform.connect?.refOf : undefined
  return find ? within(towards(network, platform.name), platform.name, find, text) : text
}

function requireTimeline({ timeline }: GeneratedPlatform, ref: string): void {
  try {
    timeline(ref, 0)
  } catch (cause) {
    if (cause instanceof RangeError) throw new RoomNotFound(cause.message, { cause })
    throw cause
  }
}

async function within(
  { clock, endpoints, fetch, random }: NetworkPart,
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
