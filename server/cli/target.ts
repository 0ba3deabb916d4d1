import { Option } from '@commander-js/extra-typings'
import { environmentHelp, UsageError } from './command.ts'

/** Environment variables of the process. */
export type Env = Readonly<Record<string, string | undefined>>

/** The option of a command that talks to a running server. */
export const serverOption = new Option(
  '--server <address>',
  'the server; by default http://localhost:8787, or the port in PORT',
)

/** The help about the environment of a command that talks to a running server. */
export const tokenHelp = environmentHelp({
  DANMU_TOKEN: 'the owner token, or a token made by POST /api/tokens',
})

/** Returns the address of the server on this machine, at the port of the setting PORT. */
export function localServer(env: Env): string {
  return `http://localhost:${env['PORT'] || '8787'}`
}

/**
 * Returns the address of the server a command talks to, without a slash at its end: `--server`, or the
 * server on this machine.
 *
 * @throws UsageError unless the address is an http one.
 */
export function serverAddress(given: string | undefined, env: Env): string {
  const server = given ?? localServer(env)
  if (!/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : '')) {
    throw new UsageError('--server takes an address such as http://localhost:8787')
  }
  return server.replace(/\/+$/, '')
}

/** Returns the token in DANMU_TOKEN: arguments can be seen by all users of the machine. */
export function tokenIn(env: Env): string | undefined {
  return env['DANMU_TOKEN']?.trim() || undefined
}

/**
 * Returns a sentence for a caller whose token is missing or wrong: where a token comes from.
 *
 * @param scope - the scope that is enough; absent if only the owner token is.
 */
export function tokenHint(token: string | undefined, scope?: string): string {
  const problem = token === undefined ? 'DANMU_TOKEN is not set' : 'DANMU_TOKEN is not accepted'
  const other =
    scope === undefined
      ? ''
      : `, or to a token with the scope ${scope} (POST /api/tokens makes one)`
  return `${problem}: set it to the owner token (the part after "token=" in the login link that the server prints at its first start)${other}`
}
