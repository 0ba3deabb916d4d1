import { WebSocket } from 'ws'

/** How somebody comes. */
export interface Coming {
  readonly headers?: Readonly<Record<string, string>>
  /** The address of this machine to come from: any of 127.0.0.0/8. */
  readonly from?: string
}

/** What came of it. */
export interface Visit {
  /** A first frame, or the status of a refused handshake, or the code a socket was closed with. */
  readonly outcome: 'hello' | number
  readonly retryAfter?: string | undefined
  readonly leave: () => void
  /** The code the socket was closed with in the end. */
  readonly closed: Promise<number>
}

/** Opens a stream and waits for its first word. */
export function visit(
  url: string,
  path: string,
  { headers = {}, from }: Coming = {},
): Promise<Visit> {
  const options = { headers, ...(from === undefined ? {} : { localAddress: from }) }
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, options)
  const leave = (): void => socket.terminate()
  socket.on('error', () => undefined) // a handshake we end ourselves is an error to ws
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
