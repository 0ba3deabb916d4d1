import { Command } from '@commander-js/extra-typings'
import { networkInterfaces } from 'node:os'
import type { Config } from '../../config/index.ts'
import { writeFirstLogin } from '../../app/first-login.ts'
import { isLoopbackName } from '../../http/auth/origin-check.ts'
import { limitHeapGrowth } from '../../lib/heap-growth.ts'
import { openStandardLog } from '../../lib/log-output.ts'
import { SecretBroken } from '../../lib/file/secret-file.ts'
import { machineAddresses } from '../machine-address.ts'
import { isHeldByAnother, type Running, startServer } from '../../app/server.ts'
import { environmentHelp, exitCodes, type NewCommand, type Terminal } from '../command.ts'
import { startWords } from '../system-words.ts'
import { withConfig } from './config.ts'

/** `serve` runs the relay until it receives a signal to stop. */
export const serveCommand: NewCommand = (terminal) =>
  new Command('serve')
    .description('Runs the relay. Its settings come from the environment: see danmu-relay config.')
    .option('--take-over', 'takes the database over from another relay, which then exits', false)
    .addHelpText(
      'after',
      environmentHelp({ CONFIG_FILE: 'a JSON file with settings; see danmu-relay config' }),
    )
    .action(async ({ takeOver }) => {
      terminal.exit(await withConfig(terminal, (config) => serve(config, terminal, takeOver)))
    })

async function serve(config: Config, terminal: Terminal, takeOver: boolean): Promise<number> {
  limitHeapGrowth()
  const { log, output } = openStandardLog(config.logLevel)
  let running: Running
  try {
    running = await startServer(config, log, { takeOver, logDropped: () => output.dropped })
  } catch (error) {
    const failure = error as NodeJS.ErrnoException // the type of errors of listening and of the file system
    const named = isHeldByAnother(error) || error instanceof SecretBroken
    if (failure.code === undefined && !named) throw error
    terminal.err(`danmu-relay cannot start: ${startWords(failure)}\n`)
    return exitCodes.config
  }
  await output.flush() // the greeting follows the log lines of the start
  terminal.out(greeting(running, config, terminal))
  const { lost: takenOver = new Promise<never>(() => undefined) } = running
  const lost = await Promise.race([terminal.interrupted(), takenOver])
  await running.stop()
  if (!lost) return exitCodes.ok
  terminal.err(`danmu-relay cannot go on: ${lost.message}\n`)
  return exitCodes.config
}

function greeting(running: Running, config: Config, terminal: Terminal): string {
  const { url, publicUrl } = running
  const known = publicUrl === url ? '' : `, known as ${publicUrl}`
  return `
  danmu-relay is at ${url}${known}

  Studio   ${publicUrl}/
  Overlay  ${publicUrl}/overlay?room=demo:busy
  Feed     ${publicUrl.replace('http', 'ws')}/rooms/demo:busy/stream
${remoteHint(config, url)}${loginLines(running, config, terminal)}
`
}

/** Returns the addresses for users on other machines, where links to localhost do not work. */
function remoteHint({ host, publicUrl }: Config, url: string): string {
  if (publicUrl !== undefined || isLoopbackName(host)) return ''
  const { port } = new URL(url)
  const addresses = machineAddresses(networkInterfaces())
  const lines = addresses.map((address) => `  http://${address}:${port}/\n`)
  return `
  From other machines, use this address in place of localhost, in the login link too (PUBLIC_URL sets
  the address of all links):
${lines.join('') || `  http://<name or address of this machine>:${port}/\n`}`
}

function loginLines(
  { loginUrl }: Running,
  { dataDir }: Config,
  { isInteractive }: Terminal,
): string {
  if (loginUrl === undefined) return ''
  if (isInteractive) return `\n  Log in as owner (shown this once: keep it):\n  ${loginUrl}\n`
  const path = writeFirstLogin(dataDir, loginUrl)
  return `\n  Log in as owner: the link is in ${path}, until it is used.\n`
}
