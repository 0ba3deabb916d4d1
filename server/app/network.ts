import { createHmac } from 'node:crypto'
import { createBilibiliSigners, type Fields } from '../../signer/bilibili/sign.ts'
import type { CredentialVault } from '../account/credential-vault.ts'
import type { Config } from '../config/index.ts'
import { systemClock } from '../lib/time/clock.ts'
import { inflateNode } from '../lib/bytes/inflate-node.ts'
import { direct, viaProxy, type Transport } from '../lib/net/proxy-node.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import type { Sign } from '../platform/connector.ts'
import { createConnectLimiter } from '../upstream/connect-limiter.ts'
import { createDouyinSigning, type DouyinSigning } from './douyin-signing.ts'
import { createBatcher } from '../upstream/batcher.ts'
import type { Network } from '../upstream/network.ts'
import { createRiskPause } from '../upstream/risk-pause.ts'

// Many rooms that start at once must not look like an attack to a platform.
const budget = { perSecond: 10, burst: 20, perKey: 4, maxWaiting: 1000 } as const

/**
 * Creates the network of the sessions.
 *
 * @param maskKey - makes masked ids of this installation.
 * @param signing - the signers; the caller closes them.
 * @param logins - apps of Bilibili's open platform; without them there are none.
 */
export function createNetwork(
  config: Config,
  maskKey: string,
  signing = createDouyinSigning(config),
  logins?: Pick<CredentialVault, 'openLive'>,
): Network {
  const { endpoints, feeds, proxies } = config
  const clock = systemClock
  return {
    clock,
    random: Math.random,
    ...direct,
    transportFor: createTransports(proxies),
    budget: createConnectLimiter({ clock, ...budget }),
    joinBatch: createBatcher(clock),
    riskPause: createRiskPause(),
    measures: config.measure === 'on',
    endpoints: { ...endpoints, feed: addressesOf(feeds) },
    sign: createSign(feeds, signing, logins),
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
    Object.entries(proxies).map(([name, proxy]) => [name, viaProxy(proxy)]),
  )
  return (platform) => transports.get(platform)
}

function addressesOf(feeds: Config['feeds']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(feeds).map(([name, { url }]) => [name, url]))
}

/** Returns the signing function of each purpose. */
function createSign(
  feeds: Config['feeds'],
  douyin: DouyinSigning,
  logins: Pick<CredentialVault, 'openLive'> | undefined,
): Sign {
  const signers: ReadonlyMap<string, (fields: Fields) => Promise<Fields>> = new Map(
    Object.entries({
      ...createBilibiliSigners({
        credential: async (name) => logins?.openLive(name),
        now: () => systemClock.now(),
        nonce: randomName,
      }),
      feed: ({ ref = '' }: Fields) => Promise.resolve(bearer(feeds[ref]?.token)),
    }),
  )
  return async (purpose, fields, attempt = 0) => {
    if (purpose === 'douyin') return douyin.sign(fields, attempt)
    const sign = signers.get(purpose)
    if (!sign) throw new RangeError(`nobody signs for ${purpose}`)
    return sign(fields)
  }
}

function bearer(token: string | undefined): Fields {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}
