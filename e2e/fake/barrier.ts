import type { Duplex } from 'node:stream'

/** A fault that replaces the answer to a request or a handshake. */
export type Trouble =
  /** The request is accepted and never answered. */
  | { readonly kind: 'hang' }
  /** The connection ends without an answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The status is success, but the content is not the requested one. */
  | { readonly kind: 'garbage' }

/** A barrier before a server: it applies a fault to every request while one is set. */
export class Barrier {
  trouble: Trouble | undefined
  readonly #waiting = new Set<Duplex>()
  #hung = 0

  /** The number of requests that were left without an answer so far. */
  get hung(): number {
    return this.#hung
  }

  /**
   * Applies the fault to a request on its raw connection. @returns false if the request may
   * continue.
   */
  stops(line: Duplex): boolean {
    const { trouble } = this
    if (trouble) line.on('error', () => undefined) // a stopped client may end the connection in any way
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

  /** Ends the waiting connections. */
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
