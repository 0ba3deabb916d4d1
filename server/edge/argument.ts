import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings'
import { pageAddress } from '../platform/feed/connect/url.ts'
import { parseRoomId } from '../../proto/feed/index.ts'

/** The command-line arguments of an edge. */
export interface EdgeArguments {
  /** The address of the origin as http or https, without a slash at the end. */
  readonly base: string
  readonly tokenFile?: string
  readonly shown: ReadonlySet<string>
}

/** Returns the command of an edge, which is the same on Node and Deno. */
export function newEdgeCommand(run: (options: EdgeArguments) => Promise<void>): CommandUnknownOpts {
  return new Command('edge')
    .description('Relays the rooms of another relay, without a database.')
    .requiredOption('--origin <wss://host>', 'the relay whose rooms are relayed', baseOf)
    .option('--token-file <file>', 'a file that holds a token for the origin')
    .option(
      '--rooms <ids>',
      'the rooms that the token is used for, such as a,b; they become public here',
      roomsOf,
    )
    .action(({ origin, tokenFile, rooms = new Set<string>() }) =>
      run({ base: origin, shown: rooms, ...(tokenFile !== undefined && { tokenFile }) }),
    )
}

function baseOf(origin: string): string {
  const page = pageAddress(`${origin.replace(/\/+$/, '')}/rooms/x`)
  if (page === undefined)
    throw new InvalidArgumentError('It must be an address such as wss://host.')
  return page.slice(0, -'/rooms/x'.length)
}

function roomsOf(text: string): ReadonlySet<string> {
  const ids = text.split(',').filter(Boolean)
  const wrong = ids.find((id) => !parseRoomId(id))
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`${wrong} is neither a slug nor platform:ref.`)
  }
  return new Set(ids)
}
