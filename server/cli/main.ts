#!/usr/bin/env node
import { runProgram } from './program.ts'
import { handleBrokenOutput, terminal } from './terminal.ts'

const graceMs = 500
const servers: readonly (string | undefined)[] = ['serve', 'edge']

handleBrokenOutput(servers.includes(process.argv[2]))
await runProgram(process.argv.slice(2), terminal)
// An open connection without an answer must not delay the end of the program.
setTimeout(() => process.exit(), graceMs).unref()
