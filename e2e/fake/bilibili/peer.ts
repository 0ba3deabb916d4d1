import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { Deliveries, type SentMessage } from './delivery.ts'
import { isChat } from './greeting.ts'
import type { Ledger } from './ledger.ts'
import {
  authenticationReply,
  heartbeatReply,
  type Protocol,
  readPacket,
  writeMessages,
} from './packet.ts'

/** The verdict on a greeting. */
export type Verdict =
  | {
      readonly kind: 'welcome'
      readonly protocol: Protocol
      readonly popularity: number
      /** True if the client gets this message; some accepted clients get none. */
      readonly accepts: (message: object) => boolean
      /** True if the client announced that it acknowledges messages. */
      readonly acknowledges: boolean
    }
  /** Without a code the socket is closed without an answer. */
  | { readonly kind: 'refuse'; readonly code?: number; readonly why: string }
  /** The socket stays open without an answer. */
  | { readonly kind: 'ignore' }

/** The timeouts of the server, milliseconds. */
export interface Patience {
  /** The time for a greeting; 5 s in reality. */
  readonly greetingMs: number
  /** The time without a heartbeat; about 70 s in reality. */
  readonly heartbeatMs: number
  /** The time for an acknowledgement, if the client announced them. */
  readonly acknowledgeMs: number
}

/** The parts of a peer. */
export interface PeerParts {
  readonly socket: WebSocket
  /** The underlying connection: faults are applied to it. */
  readonly line: Duplex & { readonly resetAndDestroy?: () => void }
  readonly handshake: IncomingMessage
  readonly judge: (greeting: string, handshake: IncomingMessage) => Verdict
  readonly patience: Patience
  readonly ledger: Ledger
}

// The close code for a connection without a close frame.
const brokenOff = 1006

const operations = { heartbeat: 2, authenticate: 7, acknowledge: 24 } as const

/** The server side of one client; it enforces the rules of the protocol. */
export class Peer {
  readonly #parts: PeerParts
  #welcome: Extract<Verdict, { readonly kind: 'welcome' }> | undefined
  #deliveries: Deliveries | undefined
  #timer: NodeJS.Timeout | undefined
  #frozen = false

  constructor(parts: PeerParts) {
    const { socket, patience, ledger } = parts
    this.#parts = parts
    this.#expect(patience.greetingMs, 'no greeting in time')
    socket.on('message', (data, isBinary) => this.#hear(data as Buffer, isBinary))
    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      clearTimeout(this.#timer)
      this.#deliveries?.close()
      if (code !== brokenOff) ledger.count('goodbye')
    })
  }

  /** Sends in one frame the messages for this client, for the first time or again. */
  deliver(sent: readonly SentMessage[], again = false): void {
    const welcome = this.#welcome
    if (!welcome || this.#frozen) return
    const getsNoChat = this.#deliveries?.failed === true
    const accepted = sent.filter(
      ({ message }) => welcome.accepts(message) && !(getsNoChat && isChat(message)),
    )
    if (accepted.length === 0) return
    this.#write(
      this.#deliveries?.stamped(accepted, again) ?? accepted.map(({ message }) => message),
    )
  }

  /** Sends bytes unchanged to an accepted client. */
  send(frame: Uint8Array): void {
    if (this.#welcome && !this.#frozen) this.#parts.socket.send(frame)
  }

  /** Stops answering and reading, and leaves the connection open. */
  freeze(): void {
    this.#frozen = true
    clearTimeout(this.#timer)
    this.#deliveries?.close()
    this.#parts.socket.pause()
  }

  /** Writes invalid bytes into the connection. */
  corrupt(bytes: Uint8Array): void {
    this.#parts.line.write(bytes)
  }

  /** Closes the socket as a correct server does. */
  close(code: number, reason: string): void {
    this.#parts.socket.close(code, reason)
  }

  /** Ends the connection at TCP level: by a FIN, or by an RST. */
  drop(how: 'fin' | 'rst'): void {
    const { line } = this.#parts
    if (how === 'fin') line.end()
    else line.resetAndDestroy?.()
  }

  /** Releases everything. */
  terminate(): void {
    this.#parts.socket.terminate()
  }

  #hear(frame: Buffer, isBinary: boolean): void {
    if (this.#frozen) return
    if (!isBinary) return this.#refuse('text instead of bytes')
    try {
      const { version, operation, body } = readPacket(frame)
      if (version !== 1) return this.#refuse(`version ${version}`)
      if (this.#deliveries && operation === operations.acknowledge) this.#hearAck(body)
      else if (this.#welcome) this.#hearHeartbeat(operation, body)
      else this.#hearGreeting(operation, body)
    } catch (cause) {
      this.#refuse(String(cause))
    }
  }

  #hearGreeting(operation: number, body: Buffer): void {
    const { judge, handshake, socket, ledger, patience } = this.#parts
    if (operation !== operations.authenticate) return this.#refuse(`operation ${operation} first`)
    const verdict = judge(body.toString(), handshake)
    if (verdict.kind === 'ignore') {
      clearTimeout(this.#timer)
      return ledger.count('ignored')
    }
    if (verdict.kind === 'refuse') {
      if (verdict.code !== undefined) socket.send(authenticationReply(verdict.code))
      return this.#refuse(verdict.why)
    }
    this.#welcome = verdict
    const { acknowledgeMs } = patience
    const send = (messages: readonly object[]): void => this.#write(messages)
    if (verdict.acknowledges) this.#deliveries = new Deliveries({ acknowledgeMs, send, ledger })
    socket.send(authenticationReply(0))
    ledger.count('welcome')
    this.#expect(patience.heartbeatMs, 'no heartbeat in time')
  }

  #hearAck(body: Buffer): void {
    const why = this.#deliveries?.acknowledge(body)
    if (why !== undefined) this.#refuse(why)
  }

  #write(messages: readonly object[]): void {
    if (this.#welcome) this.send(writeMessages(messages, this.#welcome.protocol))
  }

  #hearHeartbeat(operation: number, body: Buffer): void {
    const { socket, ledger, patience } = this.#parts
    if (operation !== operations.heartbeat) return this.#refuse(`operation ${operation} inside`)
    socket.send(heartbeatReply(this.#welcome?.popularity ?? 0, body))
    ledger.count('heartbeat')
    this.#expect(patience.heartbeatMs, 'no heartbeat in time')
  }

  #expect(withinMs: number, orElse: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#refuse(orElse), withinMs)
  }

  /** Hangs up without a close code, as the real server does. */
  #refuse(why: string): void {
    clearTimeout(this.#timer)
    this.#parts.ledger.refuse(why)
    this.#parts.line.end()
  }
}
