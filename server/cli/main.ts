#!/usr/bin/env node
import { once } from 'node:events'
import type { Terminal } from './command.ts'
import { runProgram } from './program.ts'

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  isInteractive: process.stdout.isTTY,
  err: (text) => void process.stderr.write(text),
  env: process.env,
  interrupted: async () => {
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  },
  exit: (code) => {
    process.exitCode = code
  },
}

const graceMs = 500
const servers: readonly (string | undefined)[] = ['serve', 'edge']

handleBrokenOutput(servers.includes(process.argv[2]))
await runProgram(process.argv.slice(2), terminal)
// An open connection without an answer must not delay the end of the program.
setTimeout(() => process.exit(), graceMs).unref()

/**
 * Handles a standard output that cannot be written. A server continues without it, also without a
 * standard error. A command exits with code 0 if the reader has closed it, as `head` does after
 * some lines.
 */
function handleBrokenOutput(isServer: boolean): void {
  if (isServer) {
    process.stdout.on('error', serveOn)
    process.stderr.on('error', serveOn)
    return
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

function serveOn(): void {
  // The log counts its own losses, and nothing else of a server is lost.
}
