import type { TextStyle } from '../text-style.ts'
import type { Command } from './command.ts'
import { createPainter, type Painter } from './painter.ts'

/** The name of the worker by which the module knows that it is one. */
export const workerName = 'danmu-painter'

/** The first message to a worker; those after it are commands. */
export interface Start {
  readonly kind: 'start'
  readonly canvas: OffscreenCanvas
  readonly look: TextStyle
  /** `performance.timeOrigin` of the page. */
  readonly timeOrigin: number
}

/** What a worker says: that it listens, then frames per second. */
export type Report = 'ready' | number

/** Starts a worker and waits until it listens. Rejects if it may not run here, or is not in time. */
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

/** Paints in this worker what its page says. */
export function serve(): void {
  let painter: Painter | undefined
  addEventListener('message', ({ data }: MessageEvent<Start | Command>) => {
    if (data.kind === 'start') painter = painterFor(data)
    else painter?.take(data)
  })
  say('ready')
}

function painterFor({ canvas, look, timeOrigin }: Start): Painter {
  const lagMs = performance.timeOrigin - timeOrigin
  return createPainter(canvas, look, {
    now: () => performance.now() + lagMs,
    lagMs,
    requestFrame: (draw) => requestAnimationFrame(draw),
    report: say,
  })
}

function say(report: Report): void {
  postMessage(report)
}

/** A page of another site may not start our file as a worker, but one of its own that imports it. */
function scriptFor(address: string): string {
  if (new URL(address).origin === location.origin) return address
  const script = `import ${JSON.stringify(address)}`
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
}

/** Trusted Types, where a page demands them; the address is our own. */
interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ) => { readonly createScriptURL: (address: string) => string }
}

function trusted(address: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes } // not everywhere
  const script = scriptFor(address)
  if (!trustedTypes) return script
  policy ??= trustedTypes.createPolicy('danmu-overlay', { createScriptURL: (url) => url })
  return policy.createScriptURL(script)
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined // a page allows a name once
