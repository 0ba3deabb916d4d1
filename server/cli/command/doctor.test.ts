import { describe, expect, test } from 'vitest'
import { addressCases, type AddressCase } from '../../../proto/input/address-cases.fake.ts'
import { exitCodes } from '../command.ts'
import { runWith } from '../program.fake.ts'

// No request leaves the machine: nothing listens at the address of the proxies.
const closedPort = 'http://127.0.0.1:9'
const sites = ['bilibili', 'bilibili-open', 'douyin']
const env = { PROXIES: JSON.stringify(Object.fromEntries(sites.map((name) => [name, closedPort]))) }

/** Returns the room of the report, or the message of a refusal. */
async function examined(text: string): Promise<string> {
  const args = ['doctor', '--json', '--seconds', '0.1', '--', text]
  const { code, out, err } = await runWith(args, env)
  if (code === exitCodes.usage) return `refused: ${err.slice('error: '.length, err.indexOf('\n'))}`
  return (JSON.parse(out) as { readonly room: string }).room
}

/** Returns the expected output for a case of the table; a link is reported without its query. */
function expected({ room, choice, ask, of = '', refused }: AddressCase): RegExp {
  const quoted = (text: string): string => text.replaceAll(/[.?/]/g, '\\$&')
  if (refused !== undefined) return /^refused: .*(paste an address such as|name it as platform:ref)/
  if (choice) return new RegExp(`^refused: .* ${choice.join(', ')}$`)
  if (ask !== undefined) return new RegExp(`^${ask}:.*${of.startsWith('http') ? quoted(of) : ''}`)
  if (!room?.includes(':')) return /^refused: .* is no room of a site/
  const ours = /^(demo|live):/.exec(room)?.[1]
  return ours ? new RegExp(`^refused: ${ours} reaches no site`) : new RegExp(`^${room}$`)
}

describe('S0-44: pasted room addresses, read by the command line', () => {
  test.each(addressCases())('$kind: $text', async (one) => {
    expect(await examined(one.text)).toMatch(expected(one))
  })
})
