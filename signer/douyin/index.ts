import { randomInt } from 'node:crypto'
import { type Draws, signatureOf } from './signature.ts'
import type { DouyinSigner } from './signer.ts'
import { stubOf } from './stub.ts'

/** Creates the built-in signer. It counts its calls as a page does. `draw` is for tests. */
export function createDouyinSigner(draw: () => Draws = drawSecurely): DouyinSigner {
  let calls = 0
  return async (query) => {
    calls += 1
    return { signature: signatureOf(stubOf(query), calls, draw()) }
  }
}

function drawSecurely(): Draws {
  return { flag: randomInt(2) === 0 ? 0 : 1, nonce: randomInt(255), key: randomInt(255) }
}
