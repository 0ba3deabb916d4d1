/** Signs the query of a push address: returns the field to add to it. */
export type DouyinSigner = (query: Query) => Promise<{ readonly signature: string }>

/**
 * The query of a push address, by field: the fields that a signature covers, and more. Nothing
 * secret.
 */
export type Query = Readonly<Record<string, string>>

/**
 * The error of a signer without a valid answer; another one or a later try may succeed. The message
 * is for people and goes into the feed, so it holds no address.
 */
export class SignerUnavailable extends Error {
  override readonly name = 'SignerUnavailable'

  constructor(what: string, options?: ErrorOptions) {
    super(`signer_unavailable: ${what}`, options)
  }
}
