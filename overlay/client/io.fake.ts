import type { FeedEvent, HelloFrame } from '../../proto/feed/index.ts'
import type { ClientIo, CloseLike, ErrorLike, MessageLike, Socket } from './client.ts'

/** A socket whose server side is the test. */
export interface FakeSocket extends Socket {
  readonly address: string
  readonly closed: boolean
  /** Headers of the handshake, as Node's sockets take them. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** Sends one message to the client, as JSON unless it is a string. */
  readonly send: (message: unknown) => void
  /** Answers the handshake with an HTTP status, as a runtime reports it that shows no more. */
  readonly fail: (message: string) => void
  /** Ends the connection from the server's side. */
  readonly end: (code: number, reason?: string) => void
}

/** The dependencies of a client, controlled by the test. */
export interface FakeIo extends ClientIo {
  readonly sockets: readonly FakeSocket[]
  readonly last: () => FakeSocket
  /** Returns the number of pending timers. */
  readonly pending: () => number
  /** Advances the clock, and calls each due timer in order. */
  readonly advance: (byMs: number) => void
  /** Makes the page visible again. */
  readonly wake: () => void
}

/** Makes a {@link FakeIo} whose `random` always returns `luck`. */
export function createFakeIo(luck = 0.5): FakeIo {
  const sockets: FakeSocket[] = []
  let timers: { readonly at: number; readonly call: () => void }[] = []
  let now = 0
  const sleepers = new Set<() => void>()

  return {
    wake: () => {
      for (const call of sleepers) call()
    },
    onWake: (call) => {
      sleepers.add(call)
      return () => sleepers.delete(call)
    },
    sockets,
    last: () => {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('no socket was opened')
      return socket
    },
    pending: () => timers.length,
    advance: (byMs) => {
      const end = now + byMs
      for (;;) {
        const next = Math.min(...timers.map(({ at }) => at))
        const due = timers.find(({ at }) => at === next && at <= end)
        if (!due) break
        timers = timers.filter((other) => other !== due)
        now = due.at
        due.call()
      }
      now = end
    },
    WebSocket: function open(address: string, options?: Pick<FakeSocket, 'headers'>) {
      const socket = createFakeSocket(address, options?.headers)
      sockets.push(socket)
      return socket
    } as unknown as ClientIo['WebSocket'], // `new` gives what the function returns
    setTimeout: (call, delayMs) => {
      const timer = { at: now + delayMs, call }
      timers.push(timer)
      return timer
    },
    clearTimeout: (timer) => {
      timers = timers.filter((other) => other !== timer)
    },
    random: () => luck,
  }
}

function createFakeSocket(address: string, headers: FakeSocket['headers']): FakeSocket {
  const listeners = {
    message: (_event: MessageLike): void => {},
    close: (_event: CloseLike): void => {},
    error: (_event?: ErrorLike): void => {},
  }
  let closed = false
  return {
    address,
    headers,
    get closed() {
      return closed
    },
    addEventListener: (type: 'message' | 'close' | 'error', listener: (event: never) => void) => {
      Object.assign(listeners, { [type]: listener })
    },
    close: () => (closed = true),
    send: (message) =>
      listeners.message({ data: typeof message === 'string' ? message : JSON.stringify(message) }),
    fail: (message) => listeners.error({ message }),
    end: (code, reason = '') => listeners.close({ code, reason }),
  }
}

/** Returns a `hello` of a room without history; `over` replaces fields. */
export function helloFrame(over: Partial<HelloFrame> = {}): HelloFrame {
  const { seq = 0 } = over
  return {
    frame: 'hello',
    v: 1,
    room: 'demo:busy',
    epoch: 'e1',
    seq,
    head: seq,
    resumed: false,
    state: [],
    ...over,
  }
}

/** Returns a chat event at a position. */
export function chatEvent(seq: number, text = `line ${seq}`): FeedEvent {
  return {
    type: 'chat',
    v: 1,
    seq,
    id: `chat-${seq}`,
    room: 'demo:busy',
    source: 'demo:busy',
    at: 1_700_000_000_000 + seq,
    receivedAt: 1_700_000_000_000 + seq,
    user: { id: 'demo:1', name: '小明' },
    text,
  }
}
