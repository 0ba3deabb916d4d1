import type { Duplex } from 'node:stream'

/** What becomes of a request or a handshake instead of an answer. */
export type Trouble =
  /** It is taken, and nothing ever comes of it. */
  | { readonly kind: 'hang' }
  /** The connection ends without a word. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** Success, but with something else than was asked for. */
  | { readonly kind: 'garbage' }

/** Stands before a door: as long as it means trouble, nobody gets through. */
export class Barrier {
  trouble: Trouble | undefined
  readonly #waiting = new Set<Duplex>()
  #hung = 0

  /** How many were left waiting so far. */
  get hung(): number {
    return this.#hung
  }

  /** Deals with a request on its bare connection. @returns false if it may go on. */
  stops(line: Duplex): boolean {
    const { trouble } = this
    if (trouble) line.on('error', () => undefined) // who is stopped may leave any way they like
    switch (trouble?.kind) {
      case undefined:
        return false
      case 'hang':
        this.#hung += 1
        this.#waiting.add(line)
        line.once('close', () => this.#waiting.delete(line))
        return true
      case 'cut':
        line.destroy()
        return true
      case 'status':
        line.end(answer(trouble.status, trouble.retryAfterSeconds))
        return true
      case 'garbage':
        line.end(answer(200, undefined, '<html>{"code":'))
        return true
    }
  }

  /** Lets go of those who wait. */
  close(): void {
    for (const line of this.#waiting) line.destroy()
  }
}

function answer(status: number, retryAfterSeconds: number | undefined, body = ''): string {
  return [
    `HTTP/1.1 ${status} Trouble`,
    ...(retryAfterSeconds === undefined ? [] : [`retry-after: ${retryAfterSeconds}`]),
    `content-length: ${body.length}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
