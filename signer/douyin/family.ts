import { readFileSync } from 'node:fs'
import { type SignerFamily, SignerSettingError } from '../family.ts'
import { chainOf } from './chain.ts'
import { createHttpSigner } from './http.ts'
import { createDouyinSigner } from './index.ts'
import { createScriptSigner } from './script/index.ts'
import type { SignerSettings } from './setting.ts'
import type { DouyinSigner } from './signer.ts'

interface DouyinConfig {
  readonly douyinSigners: SignerSettings
}

// A slower service delays the room more than the next attempt does.
const serviceMs = 3_000

// The known builds of the web client have half a megabyte.
const maxScriptBytes = 4 * 1024 * 1024

/** `douyin`: the query of a push address; returns its `signature`. */
export const douyinSigners: SignerFamily = {
  check({ douyinSigners: settings }: DouyinConfig) {
    for (const setting of settings) if (setting.kind === 'script') readScript(setting.path)
  },
  create({ douyinSigners: [first, ...others] }: DouyinConfig, { fetch, spawn, now }) {
    const closes: (() => Promise<void>)[] = []
    const signerOf = (setting: SignerSettings[0]): DouyinSigner => {
      switch (setting.kind) {
        case 'builtin':
          return createDouyinSigner()
        case 'http':
          return createHttpSigner({ url: setting.url, fetch, timeoutMs: serviceMs })
        case 'script': {
          const script = createScriptSigner({ source: readScript(setting.path), spawn, now })
          closes.push(script.close)
          return script.sign
        }
      }
    }
    return {
      purposes: { douyin: chainOf([signerOf(first), ...others.map(signerOf)]) },
      close: async () => {
        await Promise.all(closes.map((close) => close()))
      },
    }
  },
}

/** Reads a script once: later changes of the file have no effect. @throws SignerSettingError */
function readScript(path: string): string {
  let bytes
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw new SignerSettingError(`DOUYIN_SIGNERS: ${path} cannot be read`, { cause })
  }
  if (bytes.length <= maxScriptBytes) return bytes.toString()
  throw new SignerSettingError(`DOUYIN_SIGNERS: ${path} is larger than any script of Douyin's`)
}
