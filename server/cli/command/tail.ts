import { Command } from '@commander-js/extra-typings'
import { WebSocket } from 'ws'
import { FeedClient } from '../../../overlay/client/client.ts'
import { programSockets } from '../../../overlay/client/socket.ts'
import { closeCodes } from '../../../proto/feed/index.ts'
import { exitCodes, type NewCommand, type Terminal, UsageError } from '../command.ts'
import { serverAddress, serverOption, tokenHelp, tokenHint, tokenIn } from '../target.ts'

/** `tail` prints a feed, one JSON object a line, across reconnects. */
export const tailCommand: NewCommand = (terminal) =>
  new Command('tail')
    .description('Prints a feed, one JSON object a line, until interrupted.')
    .argument('<feed>', 'the address of a feed, or the id of a room')
    .addOption(serverOption)
    .addHelpText('after', tokenHelp)
    .action(async (feed, { server }) => {
      if (feed.includes('://') && server !== undefined) {
        throw new UsageError('--server is for a room id; the feed address names its server')
      }
      const address = feedAddress(feed, serverAddress(server, terminal.env))
      terminal.exit(await tail(address, terminal))
    })

/**
 * Returns the address of a stream: of `ws://…/rooms/x/stream`, of the same with http or without
 * `/stream`, or of a room id at `server`.
 *
 * @throws UsageError for anything else.
 */
export function feedAddress(where: string, server: string): string {
  if (!where.includes('://')) return feedAddress(`${server}/rooms/${where}/stream`, server)
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

async function tail(address: string, terminal: Terminal): Promise<number> {
  const token = tokenIn(terminal.env)
  const io = {
    WebSocket: programSockets(WebSocket, token),
    setTimeout: (call: () => void, delayMs: number) => setTimeout(call, delayMs),
    clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout), // only timers of this object
    random: Math.random,
  }
  const client = new FeedClient(address, io)
  client.onEvent(({ event }) => terminal.out(`${JSON.stringify(event)}\n`))
  const refused = new Promise<string>((resolve) => {
    client.state.subscribe(() => {
      const { status } = client.state.get()
      if (status.kind !== 'refused' && status.kind !== 'waiting') return
      const { code, reason, delayMs } = status
      const needsToken = code === closeCodes.notAllowed || code === 401
      const hint = needsToken
        ? `\n${tokenHint(token, 'rooms:read, or rooms:open for a room on demand')}`
        : ''
      if (delayMs === undefined) return resolve(`${reason}${hint}`)
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
