import { randomInt } from 'node:crypto'
import { type Draws, signatureOf } from './signature.ts'
import { stubOf } from './stub.ts'

/** Signs the query of a push address: the field to add to it. */
export type DouyinSigner = (
  query: Readonly<Record<string, string>>,
) => Promise<{ readonly signature: string }>

/**
 * Every signature that Douyin asks for, by purpose: `douyin` takes the whole query of the push
 * address and gives `signature`. Counts its calls as a page does. `draw` is for tests.
 */
export function createDouyinSigners(
  draw: () => Draws = drawSecurely,
): Readonly<Record<'douyin', DouyinSigner>> {
  let calls = 0
  return {
    douyin: async (query) => {
      calls += 1
      return { signature: signatureOf(stubOf(query), calls, draw()) }
    },
  }
}

function drawSecurely(): Draws {
  return { flag: randomInt(2) === 0 ? 0 : 1, nonce: randomInt(255), key: randomInt(255) }
}
