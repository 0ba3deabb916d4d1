import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { root, type ServerProcess, settled } from './server.ts'

/** The runtime of an edge. */
export type Runtime = 'node' | 'deno'

/** The options of an edge. */
export interface EdgeOptions {
  readonly origin: string
  readonly runtime?: Runtime
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const quietly = { PORT: '0', LOG_LEVEL: 'info' }
const permissions = ['--allow-net', '--allow-env', '--allow-read']

/** Starts the built edge on a free port, as users run it. */
export function startEdgeProcess({
  origin,
  runtime = 'node',
  args = [],
  env = {},
}: EdgeOptions): Promise<ServerProcess> {
  const [program, ...own] = programs[runtime]()
  const child = spawn(program, [...own, '--origin', origin, ...args], {
    cwd: root,
    env: { ...process.env, ...quietly, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return settled(child)
}

const programs: Readonly<Record<Runtime, () => readonly [string, ...string[]]>> = {
  node: () => [process.execPath, 'dist/server/cli/main.js', 'edge'],
  deno: () => [denoPath(), 'run', ...permissions, 'dist/server/edge/deno.js'],
}

/** Returns the program itself: signals would reach its npm wrapper instead. */
function denoPath(): string {
  const folder = join(root, 'node_modules/deno')
  // Installs it, because npm runs no scripts here.
  execFileSync(process.execPath, [join(folder, 'bin.cjs'), '--version'])
  return join(folder, process.platform === 'win32' ? 'deno.exe' : 'deno')
}
