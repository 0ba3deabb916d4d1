/**
 * The process that a signing script lives in: there it may hang, and be killed. Not a thread: what
 * V8 takes to compile the engine while it is busy (50 MB at times) would be taken from the server.
 */
import { type Caps, type Sandbox, startEngine } from './sandbox.ts'

/** What the process is told first. */
export interface Start {
  readonly source: string
  readonly caps: Caps
}

/** What the process is asked to sign; `id` is the caller's. */
export interface Request {
  readonly id: number
  readonly stub: string
}

/** That the script is loaded now, that it has been, then one outcome a request. */
export type Reply = { readonly kind: 'starting' | 'running' } | Outcome

/** What became of one request. */
export type Outcome =
  | { readonly kind: 'signed'; readonly id: number; readonly signature: string }
  | { readonly kind: 'failed'; readonly id: number; readonly detail: string }

function say(reply: Reply): void {
  process.send?.(reply)
}

async function load({ source, caps }: Start): Promise<Sandbox | string> {
  const engine = await startEngine(caps)
  say({ kind: 'starting' })
  try {
    return engine.load(source)
  } catch (cause) {
    return detailOf(cause)
  } finally {
    say({ kind: 'running' })
  }
}

function answer({ id, stub }: Request, loaded: Sandbox | string): Outcome {
  if (typeof loaded === 'string') return { kind: 'failed', id, detail: loaded }
  try {
    return { kind: 'signed', id, signature: loaded.sign(stub) }
  } catch (cause) {
    return { kind: 'failed', id, detail: detailOf(cause) }
  }
}

function detailOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'fails'
}

let loading: Promise<Sandbox | string> | undefined
process.on('message', (message: Start | Request) => {
  if ('source' in message) loading = load(message)
  else void loading?.then((loaded) => say(answer(message, loaded)))
})
process.on('disconnect', () => process.exit()) // the server is gone
