import type { TextStyle } from '../text-style.ts'
import type { Command } from './command.ts'
import { createPainter, type Painter } from './painter.ts'

/** The worker name by which this module detects that it runs in the worker. */
export const workerName = 'danmu-painter'

/** The first message to a worker; later messages are commands. */
export interface Start {
  readonly kind: 'start'
  readonly canvas: OffscreenCanvas
  readonly textStyle: TextStyle
  /** The `performance.timeOrigin` of the page. */
  readonly timeOrigin: number
}

/** A message from a worker: first `ready`, then frames per second. */
export type Report = 'ready' | number

/**
 * Starts a worker and waits until it is ready. Rejects if it may not run here or is not ready in
 * time.
 */
export async function startWorker(address: string, withinMs: number): Promise<Worker> {
  const worker = new Worker(trusted(address), { type: 'module', name: workerName })
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      worker.terminate()
      reject(new Error(`The worker ${address} does not start.`))
    }
    const timer = setTimeout(fail, withinMs)
    worker.addEventListener('error', fail, { once: true })
    worker.addEventListener(
      'message',
      () => {
        clearTimeout(timer)
        worker.removeEventListener('error', fail)
        resolve(worker)
      },
      { once: true },
    )
  })
}

/** Paints in this worker by the commands of its page. */
export function serve(): void {
  let painter: Painter | undefined
  addEventListener('message', ({ data }: MessageEvent<Start | Command>) => {
    if (data.kind === 'start') painter = painterFor(data)
    else painter?.take(data)
  })
  say('ready')
}

function painterFor({ canvas, textStyle, timeOrigin }: Start): Painter {
  const lagMs = performance.timeOrigin - timeOrigin
  return createPainter(canvas, textStyle, {
    now: () => performance.now() + lagMs,
    lagMs,
    requestFrame: (draw) => requestAnimationFrame(draw),
    report: say,
  })
}

function say(report: Report): void {
  postMessage(report)
}

/**
 * Returns a script that imports the worker file: a page of another origin may not start our file as
 * a worker, but it may start its own script that imports it.
 */
function scriptFor(address: string): string {
  if (new URL(address).origin === location.origin) return address
  const script = `import ${JSON.stringify(address)}`
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
}

/** The Trusted Types API, for pages that require it; the address is our own. */
interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => string }
}

function trusted(address: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes } // not in every browser
  const script = scriptFor(address)
  if (!trustedTypes) return script
  policy ??= trustedTypes.createPolicy('danmu-overlay', { createScriptURL: (url) => url })
  return policy.createScriptURL(script)
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined // a page allows a policy name once
