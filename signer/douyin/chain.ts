import { SignerUnavailable } from '../family.ts'
import type { DouyinSigner, Query } from './signer.ts'

/**
 * Combines several signers: `turn` selects the first one to try, modulo their number. An
 * unavailable one is skipped.
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
