import type { Dial, SocketEnd } from './dial.ts'

/** The server side of a dialed socket. */
export interface FakeSocket {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The received frames, as text. */
  readonly sent: string[]
  readonly state: 'dialing' | 'open' | 'closing' | 'ended' | 'terminated'
  readonly open: () => void
  /** Sends one frame, even after the other side has closed. */
  readonly say: (text: string) => void
  /** Sends the same, of bytes. */
  readonly play: (bytes: Uint8Array) => void
  readonly end: (end?: SocketEnd) => void
}

/**
 * Creates a {@link Dial} whose server sides the test controls; they are in `wires`, newest last.
 */
export function createFakeDial(): { readonly dial: Dial; readonly wires: FakeSocket[] } {
  const wires: FakeSocket[] = []
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  const dial: Dial = (url, headers, handlers) => {
    let state: FakeSocket['state'] = 'dialing'
    const sent: string[] = []
    wires.push({
      url,
      headers,
      sent,
      get state() {
        return state
      },
      open: () => {
        state = 'open'
        handlers.opened()
      },
      say: (text) => handlers.message(encoder.encode(text)),
      play: (bytes) => handlers.message(bytes),
      end: (end = { kind: 'closed', code: 1006, reason: '' }) => {
        state = 'ended'
        handlers.ended(end)
      },
    })
    return {
      send: (bytes) => {
        if (state === 'open') sent.push(decoder.decode(bytes))
      },
      close: () => (state = 'closing'),
      terminate: () => (state = 'terminated'),
    }
  }
  return { dial, wires }
}
