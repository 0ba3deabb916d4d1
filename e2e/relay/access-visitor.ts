import { WebSocket } from 'ws'

/** The origin and the credentials of a client. */
export interface Coming {
  readonly headers?: Readonly<Record<string, string>>
  /** The local address of the client: any of 127.0.0.0/8. */
  readonly from?: string
}

/** The outcome of a connection. */
export interface Visit {
  /** The first frame, the status of a refused handshake, or the close code of the socket. */
  readonly outcome: 'hello' | number
  readonly retryAfter?: string | undefined
  readonly leave: () => void
  /** The final close code of the socket. */
  readonly closed: Promise<number>
}

/** Opens a stream and waits for its first frame. */
export function visit(
  url: string,
  path: string,
  { headers = {}, from }: Coming = {},
): Promise<Visit> {
  const options = { headers, ...(from === undefined ? {} : { localAddress: from }) }
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, options)
  const leave = (): void => socket.terminate()
  socket.on('error', () => undefined) // ws reports a handshake that we end ourselves as an error
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_request, { statusCode = 0, headers: answer }) => {
      leave()
      resolve({ outcome: statusCode, retryAfter: answer['retry-after'], leave, closed })
    })
    socket.once('message', () => resolve({ outcome: 'hello', leave, closed }))
    socket.once('close', (code) => resolve({ outcome: code, leave, closed }))
  })
}
