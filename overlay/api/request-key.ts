import type { Answer } from './request.ts'

const keyBytes = 16

/**
 * The keys of requests that must count once. A request without a clear answer has the same key when it
 * is sent again with the same content.
 */
export class RequestKeys {
  readonly #random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array
  #open: { readonly content: string; readonly key: string } | undefined

  constructor(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array) {
    this.#random = random
  }

  /** Returns the key for a content. */
  keyOf(content: object): string {
    const text = JSON.stringify(content)
    if (this.#open?.content !== text) {
      const bytes = this.#random(new Uint8Array(keyBytes))
      const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
      this.#open = { content: text, key: digits.join('') }
    }
    return this.#open.key
  }

  /** Takes an answer: after a clear one, the next request is another one. */
  settle(answer: Answer): void {
    if (!isUncertain(answer)) this.#open = undefined
  }
}

/** Returns true if an answer leaves open whether the request was carried out. */
export function isUncertain(answer: Answer): boolean {
  return answer.kind === 'silence' || (answer.kind === 'refused' && answer.problem.status >= 500)
}
