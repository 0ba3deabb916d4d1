import { SignerUnavailable } from '../family.ts'
import type { DouyinSigner } from './signer.ts'
import { stubOf } from './stub.ts'

/** The dependencies and the patience of a signer service. */
export interface HttpSignerParts {
  /** The address for POST: `{"stub","query"}` in, `{"signature"}` out. */
  readonly url: string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly timeoutMs: number
}

// An answer is some thirty bytes.
const maxAnswerBytes = 4096

// Longer than today's 16 symbols, so that a service may support a newer version; no character that
// needs an escape.
const signatureShape = /^[\w+/=-]{1,256}$/

/**
 * Creates a signer that uses a service. The service receives the fields of the push address and
 * nothing else: no cookie, and no header of the relay.
 */
export function createHttpSigner({ url, fetch, timeoutMs }: HttpSignerParts): DouyinSigner {
  return async (query) => {
    const body = JSON.stringify({ stub: stubOf(query), query })
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const headers = { 'content-type': 'application/json', accept: 'application/json' }
      const init = { method: 'POST', headers, body, signal, redirect: 'error' } as const
      return { signature: signatureIn(await textOf(await fetch(url, init))) }
    } catch (cause) {
      if (cause instanceof SignerUnavailable) throw cause
      const late = signal.aborted
      throw new SignerUnavailable(
        late
          ? 'the signing service did not answer in time'
          : 'the signing service cannot be reached',
        { cause },
      )
    }
  }
}

async function textOf(response: Response): Promise<string> {
  if (!response.ok) {
    await response.body?.cancel()
    throw new SignerUnavailable(`the signing service answered ${response.status}`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  // A reader, because leaving a loop over a stream early would wait for its end.
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length
    if (size > maxAnswerBytes) {
      await reader?.cancel()
      throw new SignerUnavailable('the signing service answered with far too much')
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString()
}

function signatureIn(text: string): string {
  const signature = fieldOf(text)
  if (typeof signature === 'string' && signatureShape.test(signature)) return signature
  throw new SignerUnavailable('the signing service answered without a signature')
}

function fieldOf(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null && 'signature' in answer
      ? answer.signature
      : undefined
  } catch {
    return undefined // a text that is no JSON has no signature
  }
}
