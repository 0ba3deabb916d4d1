import { isCall, type OpenLiveCredential, type Occasion, signCall } from './open-live.ts'
import { mixinKey, wbiSignature } from './wbi.ts'

/** Text fields, as they go into a signer and come out of it. */
export type Fields = Readonly<Record<string, string>>

/** Adds what is missing to a request: given what it says, the fields to add to it. */
export type FieldSigner = (fields: Fields) => Promise<Fields>

/** What signing for Bilibili needs. */
export interface BilibiliSigning {
  /** A credential of the open platform by its name, or nothing if nobody configured that. */
  readonly credential: (name: string) => Promise<OpenLiveCredential | undefined>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** A text that was never used before. */
  readonly nonce: () => string
}

/**
 * Every signature that Bilibili asks for, by purpose.
 *
 * - `bilibili-wbi`: the parameters of a request, `wts` among them, and the site's keys of the day as
 *   `imgKey` and `subKey`; gives `w_rid`.
 * - `bilibili-open`: the name of a `credential`, the `call` (start, heartbeat, end) and its `gameId`
 *   if it has one; gives `body` and the headers to send it with, or nothing at all where there is no
 *   such credential. Nothing secret goes in, so that callers need not know anything secret. The
 *   `gameId` of a `batchHeartbeat` holds several, with commas.
 * - `bilibili-open-account`: the name of a `credential`; gives the `account` it belongs to, whose
 *   games may be kept together.
 */
export function createBilibiliSigners(
  signing: BilibiliSigning,
): Readonly<Record<Purpose, FieldSigner>> {
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
