import { readFileSync } from 'node:fs'
import { chainOf } from '../../signer/douyin/chain.ts'
import { createHttpSigner } from '../../signer/douyin/http.ts'
import { createDouyinSigner } from '../../signer/douyin/index.ts'
import { createScriptSigner } from '../../signer/douyin/script/index.ts'
import { type DouyinSigner, SignerUnavailable } from '../../signer/douyin/signer.ts'
import { type Config, ConfigError } from '../config/index.ts'
import type { SignerSetting } from '../config/signers.ts'
import { systemClock } from '../lib/time/clock.ts'
import { spawnBare } from './bare-process.ts'
import { Unsigned } from '../platform/errors.ts'

/** The signers for Douyin behind one function. */
export interface DouyinSigning {
  /** Signs a request; `attempt` selects the signer. @throws Unsigned if none of them can. */
  readonly sign: ReturnType<typeof chainOf>
  /** Ends the processes of scripts. */
  readonly close: () => Promise<void>
}

// A slower service delays the room more than the next attempt does.
const serviceMs = 3_000

// The known builds of the web client have half a megabyte.
const maxScriptBytes = 4 * 1024 * 1024

/** Creates the signers for Douyin. @throws ConfigError if a script cannot be read. */
export function createDouyinSigning({
  douyinSigners: [first, ...others],
}: Pick<Config, 'douyinSigners'>): DouyinSigning {
  const closes: (() => Promise<void>)[] = []
  const signerOf = (setting: SignerSetting): DouyinSigner => {
    switch (setting.kind) {
      case 'builtin':
        return createDouyinSigner()
      case 'http':
        return createHttpSigner({ url: setting.url, fetch, timeoutMs: serviceMs })
      case 'script': {
        const source = readScript(setting.path)
        const script = createScriptSigner({ source, spawn: spawnBare, now: systemClock.now })
        closes.push(script.close)
        return script.sign
      }
    }
  }
  const sign = chainOf([signerOf(first), ...others.map(signerOf)])
  return {
    sign: (query, attempt) => withConnectorError(sign(query, attempt)),
    close: async () => {
      await Promise.all(closes.map((close) => close()))
    },
  }
}

/** Checks that the scripts of the signers can be read. @throws ConfigError */
export function requireScripts({ douyinSigners }: Pick<Config, 'douyinSigners'>): void {
  for (const setting of douyinSigners) if (setting.kind === 'script') readScript(setting.path)
}

/** Reads a script once: later changes of the file have no effect. @throws ConfigError */
function readScript(path: string): string {
  let bytes
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw new ConfigError([`DOUYIN_SIGNERS: ${path} cannot be read`], { cause })
  }
  if (bytes.length <= maxScriptBytes) return bytes.toString()
  throw new ConfigError([`DOUYIN_SIGNERS: ${path} is larger than any script of Douyin's`])
}

/** Turns an error of a signer into one of connectors, which do not depend on each other. */
async function withConnectorError<T>(signing: Promise<T>): Promise<T> {
  try {
    return await signing
  } catch (cause) {
    if (!(cause instanceof SignerUnavailable)) throw cause
    throw new Unsigned(cause.message, { cause })
  }
}
