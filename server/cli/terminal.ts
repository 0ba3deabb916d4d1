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
 * Ends quietly once nobody reads what is written any more, as `head` does when it has enough. A
 * server lives on: it only talks less.
 */
export function endWithReader(isServer: boolean): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (!isServer) process.exit(0)
  })
}
