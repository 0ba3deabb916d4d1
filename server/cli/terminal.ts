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
