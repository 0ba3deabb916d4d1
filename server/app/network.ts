import { createHmac } from 'node:crypto'
import type { Config } from '../config/index.ts'
import { systemClock } from '../lib/time/clock.ts'
import { inflateNode } from '../lib/bytes/inflate-node.ts'
import { direct, viaProxy, type Transport } from '../lib/net/proxy-node.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import type { Sign } from '../platform/connector.ts'
import { platforms } from '../platform/registry.ts'
import { createConnectLimiter } from '../upstream/connect-limiter.ts'
import { createSigning } from './signing.ts'
import { createBatcher } from '../upstream/batcher.ts'
import type { Network } from '../upstream/network.ts'
import { createRiskPause } from '../upstream/risk-pause.ts'

// Many rooms that start at once must not look like an attack to a platform.
const budget = { perSecond: 10, burst: 20, perKey: 4, maxWaiting: 1000 } as const

/**
 * Creates the network of the sessions.
 *
 * @param maskKey - makes masked ids of this installation.
 * @param sign - the signers, which the caller closes; those without apps if absent.
 */
export function createNetwork(
  config: Config,
  maskKey: string,
  sign: Sign = createSigning(config).sign,
): Network {
  const clock = systemClock
  return {
    clock,
    random: Math.random,
    ...direct,
    transportFor: createTransports(config.proxies),
    budget: createConnectLimiter({ clock, ...budget }),
    joinBatch: createBatcher(clock),
    riskPause: createRiskPause(),
    measures: config.measure === 'on',
    endpoints: endpointsOf(config),
    sign,
    tools: {
      inflate: inflateNode,
      utf8,
      mask: (key) => createHmac('sha256', maskKey).update(key).digest('hex').slice(0, 24),
    },
  }
}

/** Returns the transport of each platform that has a proxy of its own. */
function createTransports(proxies: Config['proxies']): (platform: string) => Transport | undefined {
  const transports = new Map(
    Object.entries(proxies).flatMap(([name, proxy]) => (proxy ? [[name, viaProxy(proxy)]] : [])),
  )
  return (platform) => transports.get(platform)
}

/** Returns the base addresses of each platform: those of its settings, and those of ENDPOINTS. */
function endpointsOf(config: Config): Network['endpoints'] {
  const own = [...platforms.values()].flatMap((platform) =>
    platform.kind === 'wire' && platform.endpoints
      ? [[platform.name, platform.endpoints(config)] as const]
      : [],
  )
  return { ...config.endpoints, ...Object.fromEntries(own) }
}
