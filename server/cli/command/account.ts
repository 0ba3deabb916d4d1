import { Argument, Command, Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import { accountRoles } from '../../../proto/api/account.ts'
import { foldName } from '../../../proto/api/account-name.ts'
import { type ApiCall, ApiRefused, callServer } from '../api-call.ts'
import type { NewCommand } from '../command.ts'
import { serverOption, tokenHelp } from '../target.ts'

const account = z.object({
  id: z.string(),
  name: z.string().optional(),
  role: z.string(),
  disabledAt: z.int().optional(),
})
const page = z.object({ accounts: z.array(account), next: z.string().optional() })
const link = z.object({ path: z.string(), expiresAt: z.int() })
const made = z.object({ link })

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
    .action(({ server }) => callServer(terminal, server, list))
  command
    .command('create')
    .description('Makes an account, and prints the link by which its password is set.')
    .addArgument(name)
    .addOption(new Option('--role <role>', 'its role').choices(givenRoles).default('viewer'))
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action((wanted, { role, server }) =>
      callServer(terminal, server, async (api) => {
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
      callServer(terminal, server, async (api) => {
        const path = `/api/accounts/${await idOf(wanted, api)}/reset`
        return linkOf(link.parse(await api('POST', path)), api)
      }),
    )
  return command
}

async function list(api: ApiCall): Promise<string> {
  const accounts = await everyAccount(api)
  const shown = accounts.filter(({ name }) => name !== undefined)
  return shown
    .map(({ id, name = '', role, disabledAt }) => {
      const state = disabledAt === undefined ? [] : ['disabled']
      return [id.padEnd(16), role.padEnd(9), name, ...state].join('  ')
    })
    .join('\n')
}

async function everyAccount(api: ApiCall): Promise<readonly z.output<typeof account>[]> {
  const all: z.output<typeof account>[] = []
  for (let before: string | undefined; ;) {
    const query = before === undefined ? '' : `&before=${before}`
    const { accounts, next } = page.parse(await api('GET', `/api/accounts?limit=200${query}`))
    all.push(...accounts)
    if (next === undefined) return all
    before = next
  }
}

async function idOf(wanted: string, api: ApiCall): Promise<string> {
  const folded = foldName(wanted)
  const accounts = await everyAccount(api)
  const found = accounts.find(({ name }) => name !== undefined && foldName(name) === folded)
  if (!found) throw new ApiRefused(`there is no account with the name ${wanted}`)
  return found.id
}

function linkOf({ path, expiresAt }: z.output<typeof link>, { server }: ApiCall): string {
  return `${server}${path}\nvalid once, until ${new Date(expiresAt).toISOString()}`
}
