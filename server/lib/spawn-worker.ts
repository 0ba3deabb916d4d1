import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts the module `name` in the folder of the caller as a worker thread: the built `.js` from a
 * build, the `.ts` through tsx from the sources.
 *
 * @param beside - `import.meta.url` of the caller.
 */
export function spawnWorker(beside: string, name: string, options: WorkerOptions = {}): Worker {
  const file = moduleBeside(beside, name)
  // The options of this process, such as `--input-type`, may be refused in a thread.
  const execArgv: string[] = []
  if (file.pathname.endsWith('.js')) return new Worker(file, { execArgv, ...options })
  // `--import tsx` does not reach the threads of Node 20, so the thread registers tsx by itself.
  // The path is spelled out because the package gives CommonJS callers a copy that cannot register.
  const tsx = new URL('esm/api/index.mjs', tsxLoader())
  const boot = `import('${tsx.href}').then(({ register }) => { register(); return import('${file.href}') })`
  return new Worker(boot, { execArgv, ...options, eval: true })
}

/**
 * Returns the arguments of `node` to run the module `name` in the folder of the caller as a
 * separate process: the same rule as for {@link spawnWorker}.
 *
 * @param beside - `import.meta.url` of the caller.
 */
export function nodeArguments(beside: string, name: string): readonly string[] {
  const file = moduleBeside(beside, name)
  const loader = file.pathname.endsWith('.js') ? [] : ['--import', tsxLoader().href]
  return [...loader, fileURLToPath(file)]
}

function moduleBeside(beside: string, name: string): URL {
  const extension = beside.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`${name}.${extension}`, beside)
}

/** Returns the loader, which is only there in development: a build never needs it. */
function tsxLoader(): URL {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx'))
}
