import type { RoomContext } from '../../platform.ts'
import { fieldsOf, idOf, itemsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { isOwnHost, isPlain } from '../../socket-host.ts'
import { apiBase, ask, type Game } from './site.ts'
import { siteErrorOf } from './site-error.ts'
import type { OpenIo } from './profile.ts'

/** A game that has begun, with its sockets. */
export interface StartedGame extends Game {
  /** The body of the first packet: to be sent unchanged. */
  readonly authBody: string
  readonly urls: readonly [string, ...string[]]
  readonly roomContext: RoomContext
}

// No such game; its heartbeats came too late. In both cases it is over.
const expired = 7003
const gone: ReadonlySet<number> = new Set([7000, expired])

// The published limit.
const mostTogether = 200

/**
 * The time that a heartbeat waits for those of other games, so that many rooms need few requests.
 */
export const batchMs = 2_000

/**
 * Starts a game in the room of the credential's code.
 *
 * @throws Forbidden, Refused, RiskControl
 */
export async function startGame(credential: string, io: OpenIo): Promise<StartedGame> {
  const { code, data } = await ask('start', { credential, gameId: '' }, io)
  if (code !== 0) throw siteErrorOf(code)
  const { game_info, websocket_info, anchor_info } = fieldsOf<InfoField>(data)
  const { auth_body, wss_link } = fieldsOf<'auth_body' | 'wss_link'>(websocket_info)
  const authBody = textOf(auth_body)
  const [first, ...others] = itemsOf(wss_link).flatMap((link) => urlOf(link, io) ?? [])
  if (authBody === undefined || first === undefined) throw new Error('start named no socket')
  const gameId = textOf(fieldsOf<'game_id'>(game_info).game_id) ?? ''
  return {
    credential,
    gameId,
    authBody,
    urls: [first, ...others],
    roomContext: roomContextOf(anchor_info),
  }
}

type InfoField = 'game_info' | 'websocket_info' | 'anchor_info'

function roomContextOf(anchor: unknown): RoomContext {
  const { room_id, open_id } = fieldsOf<'room_id' | 'open_id'>(anchor)
  return omitUndefined({ room: idOf(room_id), anchor: textOf(open_id) })
}

/**
 * Sends the heartbeat of a game.
 *
 * @throws Refused if the game is over: another one has to be started.
 */
export async function keepGame(game: Game, io: OpenIo): Promise<void> {
  const { joinBatch, sign } = io
  const { credential, gameId } = game
  if (!joinBatch || !sign) return keepAlone(game, io)
  const { account } = await sign('bilibili-open-account', { credential })
  if (account === undefined) return keepAlone(game, io)
  const isKept = await joinBatch({
    key: account,
    item: gameId,
    most: mostTogether,
    withinMs: batchMs,
    send: (ids) => keepTogether(credential, ids, io),
  })
  if (!isKept) throw siteErrorOf(expired)
}

async function keepAlone(game: Game, io: OpenIo): Promise<void> {
  const { code } = await ask('heartbeat', game, io)
  if (gone.has(code)) throw siteErrorOf(code)
  // Other codes concern this one request; the socket still works, and the next heartbeat may
  // succeed.
  if (code !== 0) throw new Error(`heartbeat answered ${code}`)
}

/** Sends the heartbeats of several games. @returns the ids of games that are over. */
async function keepTogether(
  credential: string,
  ids: readonly string[],
  io: OpenIo,
): Promise<ReadonlySet<string>> {
  const [gameId = '', ...others] = ids
  const name = others.length === 0 ? 'heartbeat' : 'batchHeartbeat'
  const { code, data } = await ask(name, { credential, gameId: ids.join(',') }, io)
  if (others.length === 0 && gone.has(code)) return new Set([gameId])
  if (code !== 0) throw new Error(`${name} answered ${code}`)
  const failed = itemsOf(fieldsOf<'failed_game_ids'>(data).failed_game_ids)
  return new Set(failed.filter((id) => typeof id === 'string'))
}

/** Ends a game. Without this the next start in the same room is refused for a minute. */
export async function endGame(game: Game, io: OpenIo): Promise<void> {
  const { code } = await ask('end', game, io)
  if (code !== 0 && !gone.has(code)) throw siteErrorOf(code)
}

/** Returns an encrypted socket URL of the platform; a test interface allows its own plain URLs. */
function urlOf(link: unknown, io: OpenIo): string | undefined {
  const url = textOf(link)
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, hostname } = new URL(url)
  const base = apiBase(io)
  const isSocket = protocol === 'wss:' || (isPlain(base) && protocol === 'ws:')
  return isSocket && isOwnHost(hostname, { domains: io.profile.socketDomains, base })
    ? url
    : undefined
}
