import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A frame of the feed in the form for tests. */
export type Frame = Readonly<Record<string, unknown>>

/** A plain subscriber without reconnection. */
export interface Subscriber {
  readonly frames: readonly Frame[]
  /**
   * Returns the first `count` frames. @throws if the socket closes before, or nothing arrives for
   * long.
   */
  readonly take: (count: number) => Promise<readonly Frame[]>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  readonly close: () => void
}

/** Subscribes to `path` of a server. */
export function subscribe(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Subscriber {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers })
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame)
    for (const look of waiting) look()
  })
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: Number(code),
    reason: String(reason),
  }))
  return {
    frames,
    closed,
    close: () => socket.close(),
    take: (count) => {
      const enough = new Promise<readonly Frame[]>((resolve) => {
        const look = (): void => {
          if (frames.length < count) return
          waiting.delete(look)
          resolve(frames.slice(0, count))
        }
        waiting.add(look)
        look()
      })
      const failed = closed.then(({ code, reason }) => {
        if (frames.length >= count) return frames.slice(0, count)
        throw new Error(`closed with ${code} ${reason} after ${frames.length} frames`)
      })
      return Promise.race([enough, failed])
    },
  }
}

/** Returns the HTTP status of a refused handshake. */
export async function handshakeStatus(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers })
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number; destroy: () => void },
  ]
  socket.on('error', () => undefined) // ws reports the end of a socket that never opened as an error
  socket.terminate()
  return response.statusCode
}
