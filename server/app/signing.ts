import { SignerSettingError, type SignerParts, SignerUnavailable } from '../../signer/family.ts'
import { signerFamilies } from '../../signer/registry.ts'
import { type Config, ConfigError } from '../config/index.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Sign } from '../platform/connector.ts'
import { Unsigned } from '../platform/errors.ts'
import { spawnBare } from './bare-process.ts'

/** The signers of all platforms behind one function. */
export interface Signing {
  readonly sign: Sign
  /** Ends the processes of signers. */
  readonly close: () => Promise<void>
}

/**
 * Creates the signers.
 *
 * @param app - returns the stored fields of an app; without it there are none.
 * @throws ConfigError if a setting names a file that cannot be used.
 */
export function createSigning(
  config: Config,
  app: SignerParts['app'] = () => Promise.resolve(undefined),
): Signing {
  const parts = { app, now: systemClock.now, nonce: randomName, fetch, spawn: spawnBare }
  const families = signerFamilies.map((family) =>
    withConfigError(() => family.create(config, parts)),
  )
  const signers = new Map(families.flatMap(({ purposes }) => Object.entries(purposes)))
  return {
    sign: async (purpose, fields, turn = 0) => {
      const sign = signers.get(purpose)
      if (!sign) throw new RangeError(`no signer for ${purpose}`)
      return withConnectorError(sign(fields, turn))
    },
    close: async () => {
      await Promise.all(families.map(async ({ close }) => close?.()))
    },
  }
}

/** Checks the files that settings of signers name. @throws ConfigError */
export function checkSigners(config: Config): void {
  for (const family of signerFamilies) withConfigError(() => family.check?.(config))
}

function withConfigError<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (!(cause instanceof SignerSettingError)) throw cause
    throw new ConfigError([cause.message], { cause })
  }
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
