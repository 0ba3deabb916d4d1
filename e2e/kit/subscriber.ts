import { type ClientOptions, WebSocket } from 'ws'
import { until } from './wait.ts'

/** A frame of the feed in the form for tests. */
export type Frame = Readonly<Record<string, unknown>>

/** The first answer to a client. */
interface Answer {
  /** The first frame, the status of a refused handshake, or a close code. */
  readonly outcome: 'hello' | number
  readonly retryAfter?: string | undefined
}

/** The end of a socket; the code is 1006 if it was never open. */
interface End {
  readonly code: number
  readonly reason: string
}

/** One stream of a room, without reconnection. */
export interface Subscriber {
  readonly frames: readonly Frame[]
  /** Returns the first `count` frames. @throws if the socket closes before. */
  readonly take: (count: number) => Promise<readonly Frame[]>
  readonly answer: Promise<Answer>
  readonly closed: Promise<End>
  /** Sends a message, which no client of a feed does. */
  readonly send: (text: string) => void
  readonly close: () => void
  /** Ends the connection without a close frame. */
  readonly leave: () => void
}

/** A subscriber that has its first answer. */
export type Visit = Subscriber & Answer

/** Opens a stream and waits for its first answer. */
export async function visit(url: string, path: string, options?: ClientOptions): Promise<Visit> {
  const subscriber = subscribe(url, path, options)
  return { ...subscriber, ...(await subscriber.answer) }
}

/** Subscribes to `path` of a server. Each frame is given to `receive` as text, too. */
export function subscribe(
  url: string,
  path: string,
  options: ClientOptions = {},
  receive: (text: string) => void = () => undefined,
): Subscriber {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, options)
  const frames: Frame[] = []
  let end: End | undefined
  socket.on('error', () => undefined) // a refused handshake; the socket is closed, too
  socket.on('message', (data: Buffer) => {
    if (socket.readyState !== WebSocket.OPEN) return // the test has left
    frames.push(JSON.parse(data.toString()) as Frame)
    receive(data.toString())
  })
  const closed = new Promise<End>((resolve) => {
    socket.once('close', (code, reason) => resolve((end = { code, reason: String(reason) })))
  })
  const answer = new Promise<Answer>((resolve) => {
    socket.once('unexpected-response', (_request, { statusCode = 0, headers }) => {
      resolve({ outcome: statusCode, retryAfter: headers['retry-after'] })
      socket.terminate()
    })
    socket.once('message', () => resolve({ outcome: 'hello' }))
    socket.once('close', (code) => resolve({ outcome: code }))
  })
  return {
    frames,
    answer,
    closed,
    take: async (count) => {
      await until(() => frames.length >= count || end !== undefined, {
        what: `${count} frames of ${path}`,
      })
      if (frames.length >= count) return frames.slice(0, count)
      const { outcome } = await answer
      throw new Error(`${outcome} ${end?.reason ?? ''}: closed after ${frames.length} frames`)
    },
    send: (text) => socket.send(text),
    close: () => socket.close(),
    leave: () => socket.terminate(),
  }
}
