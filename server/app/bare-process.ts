import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { nodeArguments } from '../lib/spawn-worker.ts'

/**
 * Starts a module of the caller's folder as a process without access to ours: no environment, only
 * messages. From a build it may read the modules of the program, and neither write files nor start
 * programs or threads; from the sources the loader of TypeScript needs more.
 */
export function spawnBare(beside: string, name: string): ChildProcess {
  const heap = '--max-old-space-size=64'
  const program = nodeArguments(beside, name)
  const limits = beside.endsWith('.js') ? [...permissions()] : []
  return spawn(process.execPath, [heap, ...limits, ...program], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** Returns the flags by which a Node process may read the built program only. */
export function permissions(): readonly string[] {
  const built = resolve(import.meta.dirname, '../..')
  // Node reads `type` of this file to load the modules.
  const readable = [built, join(built, '..', 'package.json'), packagesFolder()]
  // The name of the flag in Node 20.
  const flag = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  return [flag, ...readable.map((path) => `--allow-fs-read=${path}`)]
}

function packagesFolder(): string {
  const path = createRequire(import.meta.url).resolve('quickjs-emscripten-core')
  const name = join('node_modules', 'quickjs-emscripten-core')
  return dirname(path.slice(0, path.lastIndexOf(name) + name.length))
}
