/**
 * The process of a signing script, which may hang and be killed. Not a thread: the memory that V8
 * needs to compile the engine while it is busy (50 MB at times) would count for the server.
 */
import { type Caps, type Sandbox, startEngine } from './sandbox.ts'

/** The first message to the process. */
export interface Start {
  readonly source: string
  readonly caps: Caps
}

/** A message that requests a signature; the caller chooses the `id`. */
export interface Request {
  readonly id: number
  readonly stub: string
}

/**
 * A message from the process: the script is being loaded, it is loaded, then one outcome a request.
 */
export type Reply = { readonly kind: 'starting' | 'running' } | Outcome

/** The outcome of one request. */
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
