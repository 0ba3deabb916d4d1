import { WebSocket } from 'ws'
import { FeedClient } from '../../../overlay/client/client.ts'
import { localServer } from '../play/options.ts'
import { type Command, exitCodes, type Terminal, UsageError } from '../command.ts'

/** `tail` prints a feed, one JSON object a line, across reconnects. */
export const tailCommand: Command = {
  usage: 'danmu-relay tail <feed url or room id>',
  about: 'Prints a feed, one JSON object a line, until interrupted.',
  run: async (args, terminal) => {
    const [where, ...rest] = args
    if (where === undefined || rest.length > 0) throw new UsageError('name one feed')
    return tail(feedAddress(where, terminal.env), terminal)
  },
}

/**
 * `ws://…/rooms/x/stream`, the same with http or without `/stream`, or a room id for a server on this
 * machine.
 *
 * @throws UsageError for anything else.
 */
export function feedAddress(
  where: string,
  env: Readonly<Record<string, string | undefined>> = {},
): string {
  if (!where.includes('://')) return feedAddress(`${localServer(env)}/rooms/${where}/stream`)
  if (!URL.canParse(where)) throw new UsageError(`${where} is not an address`)
  const url = new URL(where)
  const protocol = url.protocol.replace(/^http/, 'ws')
  if (protocol !== 'ws:' && protocol !== 'wss:') {
    throw new UsageError(`${where} is neither ws, wss, http nor https`)
  }
  const page = /^(.*\/rooms\/[^/]+)(?:\/stream)?\/?$/.exec(url.pathname)?.[1]
  if (page === undefined)
    throw new UsageError(`${where} is no feed: those end in /rooms/<id>/stream`)
  return `${protocol}//${url.host}${page}/stream${url.search}`
}

/** Returns a socket class that sends a token as a header, which no log of addresses records. */
function authorized(token: string | undefined): new (address: string) => WebSocket {
  if (token === undefined) return WebSocket
  return class extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${token}` } })
    }
  }
}

async function tail(address: string, terminal: Terminal): Promise<number> {
  const client = new FeedClient(address, {
    WebSocket: authorized(terminal.env['DANMU_TOKEN']),
    setTimeout: (call, delayMs) => setTimeout(call, delayMs),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout), // only ever our own
    random: Math.random,
  })
  client.onEvent(({ event }) => terminal.out(`${JSON.stringify(event)}\n`))
  const refused = new Promise<string>((resolve) => {
    client.state.subscribe(() => {
      const { status } = client.state.get()
      if (status.kind !== 'refused' && status.kind !== 'waiting') return
      const { reason, delayMs } = status
      if (delayMs === undefined) return resolve(reason)
      const why = reason === '' ? `no answer from ${new URL(address).host}` : reason
      terminal.err(`${why}; next try in ${Math.ceil(delayMs / 1000)} s\n`)
    })
  })
  const end = await Promise.race([refused, terminal.interrupted()])
  client.close()
  if (end === undefined) return exitCodes.ok
  terminal.err(`the server refuses: ${end}\n`)
  return exitCodes.failed
}
