import quickjs from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core'

/** The limits of a script. */
export interface Caps {
  readonly loadMs: number
  readonly signMs: number
  readonly memoryBytes: number
  readonly stackBytes: number
}

/** An engine without a script. */
export interface Engine {
  /** Runs a script. @throws Error with the defect of the script. */
  readonly load: (source: string) => Sandbox
}

/** A loaded script. */
export interface Sandbox {
  /** Returns the signature of a stub. @throws Error with the defect of the script. */
  readonly sign: (stub: string) => string
}

// The package's declarations describe its CommonJS form, in which this would be one level deeper.
const variant = quickjs as unknown as QuickJSSyncVariant

/**
 * The parts of a page that the known builds of the web client's script need, found by omission:
 * plain objects without function. `process`, `module`, `exports` and `define` stay undefined, else
 * some of them take the engine for Node.
 */
const shim = `
var window = globalThis
var document = { cookie: '' }
var navigator = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0' }
var setTimeout = function () { return 0 }
var console = { log: function () {} }
var require = function (name) {
  if (name !== 'jsdom') throw new Error('there is nothing to require')
  return { JSDOM: function () { return { window: globalThis } } }
}
`

/** Calls the first known signing function that a script left behind. */
const call = `(function (stub) {
  var asked = { 'X-MS-STUB': stub }
  var page = globalThis.window || {}
  var client = globalThis.byted_acrawler || page.byted_acrawler
  var ways = [
    client && client.frontierSign && function () { return client.frontierSign(asked) },
    typeof get_sign === 'function' && function () { return get_sign(stub) },
    typeof get_signature === 'function' && function () { return get_signature(stub) },
    typeof getSign === 'function' && function () { return getSign(asked) },
  ]
  for (var i = 0; i < ways.length; i++) {
    if (!ways[i]) continue
    var answer = ways[i]()
    if (answer && typeof answer === 'object') answer = answer['X-Bogus']
    return typeof answer === 'string' && answer.length === 16 ? answer : 'no signature'
  }
  return 'no entry'
})`

// Of WebAssembly, 64 KiB each: the need of the engine at the start, and twice that.
const pages = { initial: 256, maximum: 512 }

// The compiler has declarations of it only together with the DOM's.
const { Memory } = Reflect.get(globalThis, 'WebAssembly') as {
  readonly Memory: new (
    size: typeof pages,
  ) => NonNullable<Parameters<typeof newVariant>[1]['wasmMemory']>
}

/**
 * Starts an engine for untrusted scripts: QuickJS in WebAssembly, without access to any function
 * outside of it.
 */
export async function startEngine(caps: Caps): Promise<Engine> {
  const wasmMemory = new Memory(pages)
  const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }))
  const runtime = engine.newRuntime()
  runtime.setMemoryLimit(caps.memoryBytes)
  runtime.setMaxStackSize(caps.stackBytes)
  let deadline = 0
  runtime.setInterruptHandler(() => performance.now() > deadline)
  const context = runtime.newContext()
  const within = (limitMs: number, run: () => ReturnType<QuickJSContext['evalCode']>) => {
    deadline = performance.now() + limitMs
    const result = run()
    if (!result.error) return result.value
    if (performance.now() > deadline) throw new Error(`takes more than ${limitMs} ms`)
    deadline = performance.now() + wordsMs
    throw new Error(`fails: ${wordsOf(context, result.error)}`)
  }
  return {
    load: (source) => {
      within(caps.loadMs, () => context.evalCode(`${shim}${source}`, 'script.js')).dispose()
      const signing = within(caps.signMs, () => context.evalCode(call, 'call.js'))
      return {
        sign: (stub) => {
          const argument = context.newString(stub)
          const answer = within(caps.signMs, () =>
            context.callFunction(signing, context.undefined, argument),
          )
          argument.dispose()
          return textOf(context, answer)
        },
      }
    },
  }
}

const wordsMs = 50

/** Returns the error of a script as a short text of plain letters: it is shown to people. */
function wordsOf(context: QuickJSContext, error: QuickJSHandle): string {
  try {
    const words: unknown = context.dump(error)
    const { message } = Object(words) as { readonly message?: unknown }
    return String(message ?? words)
      .replaceAll(/[^\w .,:'()-]/g, '')
      .slice(0, 80)
  } catch {
    return 'an unknown error' // the conversion of the error itself failed
  }
}

function textOf(context: QuickJSContext, handle: QuickJSHandle): string {
  const text = context.typeof(handle) === 'string' ? context.getString(handle) : ''
  handle.dispose()
  if (text === 'no entry') throw new Error('has none of the known ways to sign')
  // The 64 symbols are those of base64.
  if (!/^[A-Za-z0-9+/]{16}$/.test(text)) throw new Error('gives no signature')
  return text
}
