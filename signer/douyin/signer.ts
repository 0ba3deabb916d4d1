/** Signs the query of a push address: the field to add to it. */
export type DouyinSigner = (query: Query) => Promise<{ readonly signature: string }>

/** The query of a push address, by field: what a signature covers, and more. Nothing secret. */
export type Query = Readonly<Record<string, string>>

/**
 * A signer that does not answer, or not with a signature; another one or a later try may. The
 * message is for people and goes into the feed, so it holds no address.
 */
export class SignerUnavailable extends Error {
  override readonly name = 'SignerUnavailable'

  constructor(what: string, options?: ErrorOptions) {
    super(`signer_unavailable: ${what}`, options)
  }
}
