import { once } from 'node:events'
import type { Terminal } from './command.ts'

/** The real terminal. */
export const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  isInteractive: process.stdout.isTTY,
  err: (text) => void process.stderr.write(text),
  env: process.env,
  interrupted: async () => {
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  },
}

/**
 * Handles a standard output that its reader has closed, as `head` does after some lines: a command
 * exits with code 0, a server continues without this output.
 */
export function handleBrokenPipe(isServer: boolean): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (!isServer) process.exit(0)
  })
}
