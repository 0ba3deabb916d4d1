import { Argument, Command, Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import { accountRoles } from '../../../proto/api/account.ts'
import { foldName } from '../../../proto/api/account-name.ts'
import { exitCodes, type NewCommand, type Terminal } from '../command.ts'
import { serverAddress, serverOption, tokenHelp, tokenHint } from '../target.ts'
import { tokenFor } from './play.ts'

const account = z.object({
  id: z.string(),
  name: z.string().optional(),
  role: z.string(),
  disabledAt: z.int().optional(),
})
const page = z.object({ accounts: z.array(account), next: z.string().optional() })
const link = z.object({ path: z.string(), expiresAt: z.int() })
const made = z.object({ link })
const problem = z.object({ detail: z.string() })

const givenRoles = accountRoles.filter((role) => role !== 'owner' && role !== 'guest')

/** `account` lists, creates and resets the accounts of a running server. */
export const accountCommand: NewCommand = (terminal) => {
  const command = new Command('account').description('Manages the accounts of a running server.')
  const name = new Argument('<name>', 'the name of the account')
  command
    .command('list')
    .description('Lists the accounts, newest first.')
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action(({ server }) => run(terminal, server, list))
  command
    .command('create')
    .description('Makes an account, and prints the link by which its password is set.')
    .addArgument(name)
    .addOption(new Option('--role <role>', 'its role').choices(givenRoles).default('viewer'))
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action((wanted, { role, server }) =>
      run(terminal, server, async (api) => {
        const body = { name: wanted, role }
        return linkOf(made.parse(await api('POST', '/api/accounts', body)).link, api)
      }),
    )
  command
    .command('reset')
    .description('Prints a link by which an account gets a new password.')
    .addArgument(name)
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action((wanted, { server }) =>
      run(terminal, server, async (api) => {
        const path = `/api/accounts/${await idOf(wanted, api)}/reset`
        return linkOf(link.parse(await api('POST', path)), api)
      }),
    )
  return command
}

/** Sends a request to the server. @throws Refused with its reason. */
type Call = ((method: string, path: string, body?: object) => Promise<unknown>) & {
  readonly server: string
}

class Refused extends Error {
  override readonly name = 'Refused'
}

/** Prints the result of a command, or why there is none. */
async function run(
  { env, out, err, exit }: Terminal,
  given: string | undefined,
  work: (api: Call) => Promise<string>,
): Promise<void> {
  const server = serverAddress(given, env)
  const token = tokenFor(given, env)
  try {
    out(`${await work(Object.assign(callOf(server, token), { server }))}\n`)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    err(`${error.message}\n`)
    exit(exitCodes.failed)
  }
}

const answerMs = 10_000

function callOf(server: string, token: string | undefined) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const signal = AbortSignal.timeout(answerMs)
    const sent = { method, headers, signal, ...(body ? { body: JSON.stringify(body) } : {}) }
    const response = await fetch(`${server}${path}`, sent).catch((cause: unknown) => {
      throw new Refused(`danmu-relay does not answer at ${server}`, { cause })
    })
    const answer: unknown = await response.json().catch(() => undefined) // not of danmu-relay
    if (response.ok) return answer
    const { data } = problem.safeParse(answer)
    const reason = `the server answers ${response.status}: ${data?.detail ?? 'no reason given'}`
    const hint = response.status === 401 ? `\n${tokenHint(token)}` : ''
    throw new Refused(`${reason}${hint}`)
  }
}

async function list(api: Call): Promise<string> {
  const accounts = await everyAccount(api)
  const shown = accounts.filter(({ name }) => name !== undefined)
  return shown
    .map(({ id, name = '', role, disabledAt }) => {
      const state = disabledAt === undefined ? [] : ['disabled']
      return [id.padEnd(16), role.padEnd(9), name, ...state].join('  ')
    })
    .join('\n')
}

async function everyAccount(api: Call): Promise<readonly z.output<typeof account>[]> {
  const all: z.output<typeof account>[] = []
  for (let before: string | undefined; ;) {
    const query = before === undefined ? '' : `&before=${before}`
    const { accounts, next } = page.parse(await api('GET', `/api/accounts?limit=200${query}`))
    all.push(...accounts)
    if (next === undefined) return all
    before = next
  }
}

async function idOf(wanted: string, api: Call): Promise<string> {
  const folded = foldName(wanted)
  const accounts = await everyAccount(api)
  const found = accounts.find(({ name }) => name !== undefined && foldName(name) === folded)
  if (!found) throw new Refused(`there is no account with the name ${wanted}`)
  return found.id
}

function linkOf({ path, expiresAt }: z.output<typeof link>, { server }: Call): string {
  return `${server}${path}\nvalid once, until ${new Date(expiresAt).toISOString()}`
}
