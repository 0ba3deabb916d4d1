import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeEmptyDatabase } from './empty-database.ts'

/** The built server as users run it, in a separate process. */
export interface ServerProcess {
  readonly url: string
  /** Returns its output and errors so far. */
  readonly output: () => string
  readonly pid: number
  /** Sends a signal and waits for the end. @returns the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** The root of the checkout. */
export const root = join(import.meta.dirname, '../..')

/** Makes a temporary folder, with a function that removes it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'danmu-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

// No test ever connects to a real platform: a test that needs an upstream names a fake.
const nowhere = 'http://127.0.0.1:9'
const quietly = {
  PORT: '0',
  LOG_LEVEL: 'debug',
  STORE: 'off',
  ENDPOINTS: JSON.stringify({
    bilibili: { api: nowhere, live: nowhere },
    'bilibili-open': { api: nowhere },
    douyin: { site: nowhere, push: nowhere },
  }),
}

/** Starts `danmu-relay serve` from the build on a free port, with a data folder of its own. */
export async function startServerProcess(
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const data = temporaryFolder()
  const settings: Readonly<Record<string, string>> & { readonly DATA_DIR: string } = {
    ...quietly,
    DATA_DIR: data.path,
    ...env,
  }
  const isEmbedded = settings['STORE'] === 'on' && settings['DATABASE_URL'] === undefined
  if (isEmbedded) await placeEmptyDatabase(join(settings.DATA_DIR, 'pg'))
  const child = spawn(process.execPath, ['dist/server/cli/main.js', 'serve'], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.once('exit', data.remove)
  return settled(child)
}

/** Reads the first login link of the owner from the file that the server names in its output. */
export function firstLoginOf({ output }: Pick<ServerProcess, 'output'>): string {
  const path = /the link is in (\S+),/.exec(output())?.[1]
  if (path === undefined) throw new Error('the server did not say where its link is')
  return readFileSync(path, 'utf8').trim()
}

/** Waits until a server process prints its address. @throws with its output if it ends instead. */
export async function settled(child: ChildProcess): Promise<ServerProcess> {
  let output = ''
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString()
      const said = /is at (http:[^\s,]+)/.exec(output)?.[1]
      if (said !== undefined) resolve(said)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', () => reject(new Error(`the server ended: ${output}`)))
  })
  return {
    url,
    output: () => output,
    pid: child.pid ?? 0,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}
