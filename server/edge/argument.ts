import { pageAddress } from '../platform/feed/address.ts'
import { parseRoomId } from '../../proto/feed/index.ts'

/** The command-line arguments of an edge. */
export interface EdgeArguments {
  /** The address of the origin as http or https, without a slash at the end. */
  readonly base: string
  readonly tokenFile?: string
  readonly shown: ReadonlySet<string>
}

/** The usage text of the arguments. */
export const edgeUsage = '--origin <wss://host> [--token-file <file>] [--rooms <a,b>]'

/** The options with their meaning. */
export const edgeOptions: readonly (readonly [name: string, meaning: string])[] = [
  ['--origin <wss://host>', 'the relay whose rooms are relayed'],
  ['--token-file <file>', 'a file that holds a token for the origin'],
  ['--rooms <a,b>', 'the rooms that the token is used for; they become public here'],
]

/**
 * Reads the arguments of an edge.
 *
 * @throws TypeError with the name of the wrong argument.
 */
export function parseEdgeArguments(args: readonly string[]): EdgeArguments {
  const given = new Map<string, string>()
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = args.slice(at, at + 2)
    if (!names.has(name)) throw new TypeError(`there is no ${name}`)
    if (value === undefined || value === '') throw new TypeError(`${name} needs a value`)
    given.set(name, value)
  }
  const tokenFile = given.get('--token-file')
  return {
    base: baseOf(given.get('--origin')),
    shown: new Set((given.get('--rooms') ?? '').split(',').filter(Boolean).map(roomOf)),
    ...(tokenFile === undefined ? {} : { tokenFile }),
  }
}

const names: ReadonlySet<string> = new Set(edgeOptions.map(([name]) => name.replace(/ .*/, '')))

function baseOf(origin: string | undefined): string {
  if (origin === undefined) throw new TypeError('name the relay whose rooms to have: --origin')
  const page = pageAddress(`${origin.replace(/\/+$/, '')}/rooms/x`)
  if (page === undefined) throw new TypeError('--origin must be an address such as wss://host')
  return page.slice(0, -'/rooms/x'.length)
}

function roomOf(id: string): string {
  if (!parseRoomId(id)) throw new TypeError(`--rooms: ${id} is neither a slug nor platform:ref`)
  return id
}
