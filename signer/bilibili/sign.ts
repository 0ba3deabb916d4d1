import { isCall, type OpenLiveCredential, type Occasion, signCall } from './open-live.ts'
import type { Fields, SignerFamily } from '../family.ts'
import { mixinKey, wbiSignature } from './wbi.ts'

/** The signers for Bilibili. */
export const bilibiliSigners: SignerFamily = {
  create(_, { app, now, nonce }) {
    const credential = async (name: string) => (await app(name)) as OpenLiveCredential | undefined
    return { purposes: createBilibiliSigners({ credential, now, nonce }) }
  },
}

/** The dependencies of the signers for Bilibili. */
export interface BilibiliSigning {
  /** Returns a credential of the open platform by its name; undefined if none is configured. */
  readonly credential: (name: string) => Promise<OpenLiveCredential | undefined>
  /** Returns the time, epoch milliseconds. */
  readonly now: () => number
  /** Returns a text that was never used before. */
  readonly nonce: () => string
}

/**
 * Creates the signers for Bilibili, by purpose.
 *
 * - `bilibili-wbi`: the parameters of a request, `wts` among them, and the site's keys of the day
 *   as `imgKey` and `subKey`; returns `w_rid`.
 * - `bilibili-open`: the name of a `credential`, the `call` (start, heartbeat, end) and its
 *   `gameId` if it has one; returns `body` and the headers to send it with, or no fields if there
 *   is no such credential. The input holds no secret, so that callers need no secret. The `gameId`
 *   of a `batchHeartbeat` holds several, with commas.
 * - `bilibili-open-account`: the name of a `credential`; returns the `account` it belongs to, whose
 *   games share heartbeats.
 */
export function createBilibiliSigners(
  signing: BilibiliSigning,
): Readonly<Record<Purpose, (fields: Fields) => Promise<Fields>>> {
  return {
    'bilibili-wbi': async (fields) => signWbi(fields),
    'bilibili-open': async (fields) => {
      const occasion = { nonce: signing.nonce(), at: signing.now() }
      return signOpenLive(fields, await signing.credential(fields['credential'] ?? ''), occasion)
    },
    'bilibili-open-account': async ({ credential }): Promise<Fields> => {
      const known = await signing.credential(credential ?? '')
      return known ? { account: known.accessKeyId } : {}
    },
  }
}

type Purpose = 'bilibili-wbi' | 'bilibili-open' | 'bilibili-open-account'

function signWbi(fields: Fields): Fields {
  const { imgKey, subKey, ...parameters } = fields
  if (imgKey === undefined || subKey === undefined) throw new TypeError('no keys to sign with')
  return { w_rid: wbiSignature(parameters, mixinKey(imgKey, subKey)) }
}

function signOpenLive(
  fields: Fields,
  credential: OpenLiveCredential | undefined,
  occasion: Occasion,
): Fields {
  const { call, gameId } = fields
  if (!isCall(call)) throw new TypeError(`no call of the open platform: ${call}`)
  if (credential === undefined) return {}
  const { body, headers } = signCall(call, gameId ?? '', credential, occasion)
  return { ...headers, body }
}
