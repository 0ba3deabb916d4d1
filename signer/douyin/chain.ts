import { type DouyinSigner, type Query, SignerUnavailable } from './signer.ts'

/**
 * Several signers as one: `turn` says whose it is, counting on past the last. One that is
 * unavailable is passed over.
 */
export function chainOf(
  signers: readonly [DouyinSigner, ...DouyinSigner[]],
): (query: Query, turn: number) => Promise<{ readonly signature: string }> {
  return async (query, turn) => {
    const first = turn % signers.length
    const inTurn = [...signers.slice(first), ...signers.slice(0, first)]
    let missing: SignerUnavailable | undefined
    for (const sign of inTurn) {
      try {
        return await sign(query)
      } catch (cause) {
        if (!(cause instanceof SignerUnavailable)) throw cause
        missing ??= cause
      }
    }
    throw missing ?? new SignerUnavailable('there is no signer')
  }
}
