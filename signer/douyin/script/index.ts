import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { SignerUnavailable } from '../../family.ts'
import type { DouyinSigner } from '../signer.ts'
import { stubOf } from '../stub.ts'
import type { Caps } from './sandbox.ts'
import type { Outcome, Reply, Request, Start } from './script-process.ts'

/** A signing script, and the means to run it. */
export interface ScriptSignerParts {
  /** The source of the whole script. The relay has none of its own: the operator provides it. */
  readonly source: string
  /** Starts a module in the folder of a caller as a process that can be sent messages. */
  readonly spawn: (beside: string, name: string) => ChildProcess
  /** Returns milliseconds; need not be the time of day. */
  readonly now: () => number
}

/** A signer that owns a process. */
export interface ScriptSigner {
  readonly sign: DouyinSigner
  /** Ends the process. */
  readonly close: () => Promise<void>
}

// All known builds load in a tenth of a second and sign in some milliseconds, with 3 MiB.
const caps: Caps = {
  loadMs: 600,
  signMs: 250,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 512 * 1024,
}

// A busy machine needs time to start a process; the script does not run before that.
const startMs = 10_000

// Beyond all caps: an engine that hangs is ended from outside.
const answerMs = 1_300

// A script that failed would fail again, and each try costs a second of a core.
const restMs = 30_000

/**
 * Creates a signer that runs a script, in a sandbox in a process that is started at once, and again
 * if it breaks.
 */
export function createScriptSigner(parts: ScriptSignerParts): ScriptSigner {
  let life = new Life(parts)
  let wrong: { readonly at: number; readonly detail: string } | undefined
  return {
    sign: async (query) => {
      if (wrong && parts.now() - wrong.at < restMs) throw unavailable(wrong.detail)
      if (life.over) life = new Life(parts)
      try {
        return { signature: await life.sign(stubOf(query)) }
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : 'fails'
        wrong = { at: parts.now(), detail }
        await life.end()
        throw unavailable(detail, cause)
      }
    },
    close: () => life.end(),
  }
}

function unavailable(detail: string, cause?: unknown): SignerUnavailable {
  return new SignerUnavailable(`the signing script ${detail}`, { cause })
}

interface Asked {
  readonly signed: (signature: string) => void
  readonly failed: (error: Error) => void
}

/** One run of the process. */
class Life {
  readonly #child: ChildProcess
  readonly #asked = new Map<number, Asked>()
  #count = 0
  #running = false
  #timer: NodeJS.Timeout | undefined
  over = false

  constructor({ source, spawn }: ScriptSignerParts) {
    this.#child = spawn(import.meta.url, 'script-process')
    this.#child.unref()
    this.#hold()
    this.#child.on('message', (reply: Reply) => this.#onReply(reply))
    this.#child.on('error', (cause) => this.#lose(new Error('cannot be run', { cause })))
    this.#child.on('exit', () => this.#lose(new Error('lost its process')))
    const start: Start = { source, caps }
    this.#send(start)
    this.#expect(startMs)
  }

  /** Requests a signature. @throws Error with the cause. */
  sign(stub: string): Promise<string> {
    const id = ++this.#count
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { signed: resolve, failed: reject })
      this.#hold()
      if (this.#running) this.#expect(answerMs)
      this.#send({ id, stub })
    })
  }

  async end(): Promise<void> {
    this.#lose(new Error('was ended'))
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.ref()
    const gone = once(this.#child, 'exit')
    if (this.#child.kill('SIGKILL')) await gone
  }

  #send(message: Start | Request): void {
    this.#child.send(message, (cause) => {
      if (cause) this.#lose(new Error('lost its process', { cause }))
    })
  }

  #onReply(reply: Reply): void {
    if (reply.kind === 'starting') return this.#expect(answerMs)
    if ('id' in reply) this.#settle(reply)
    this.#running = true
    clearTimeout(this.#timer)
    if (this.#asked.size > 0) this.#expect(answerMs)
  }

  #settle(outcome: Outcome): void {
    const asked = this.#asked.get(outcome.id)
    this.#asked.delete(outcome.id)
    this.#hold()
    if (outcome.kind === 'signed') asked?.signed(outcome.signature)
    else asked?.failed(new Error(outcome.detail))
  }

  /** Keeps the server process alive only while a caller waits for an answer. */
  #hold(): void {
    if (this.#asked.size > 0) this.#child.channel?.ref()
    else this.#child.channel?.unref()
  }

  /** Ends the process unless a message arrives in time. */
  #expect(limitMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#lose(new Error('does not answer'))
      this.#child.kill('SIGKILL')
    }, limitMs).unref()
  }

  #lose(error: Error): void {
    this.over = true
    clearTimeout(this.#timer)
    for (const { failed } of this.#asked.values()) failed(error)
    this.#asked.clear()
    this.#hold()
  }
}
