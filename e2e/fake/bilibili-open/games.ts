import { randomUUID } from 'node:crypto'
import type { Verdict } from '../bilibili/peer.ts'
import type { FakeCredential } from './check.ts'
import type { Ledger } from '../bilibili/ledger.ts'

/** The dependencies of the games of a fake platform. */
export interface GamesParts {
  readonly credential: FakeCredential
  readonly roomId: number
  /** The lifetime of a game without heartbeats; about a minute in reality. */
  readonly gameMs: number
  readonly ledger: Ledger
  readonly ports: () => readonly number[]
  /** Sends a message to the clients of a game at its end. */
  readonly announce: (message: object) => void
}

interface Game {
  readonly authBody: string
  timer?: NodeJS.Timeout
}

/** The result of a call. */
export interface Outcome {
  readonly code: number
  readonly data?: object
}

type Said = Readonly<Record<string, unknown>>

/** The running games: one in the room at a time, unless more are permitted. */
export class Games {
  most = 1
  /** False for apps without games: `game_id` is empty then, and no heartbeats are needed. */
  named = true
  readonly #parts: GamesParts
  readonly #games = new Map<string, Game>()
  readonly #calls: Readonly<Record<string, (said: Said) => Outcome>> = {
    '/v2/app/start': (said) => this.#start(said),
    '/v2/app/heartbeat': (said) => this.#keep(said),
    '/v2/app/batchHeartbeat': (said) => this.#keepAll(said),
    '/v2/app/end': (said) => this.#end(said),
  }

  constructor(parts: GamesParts) {
    this.#parts = parts
  }

  /** The ids of the running games. */
  get ids(): readonly string[] {
    return [...this.#games.keys()]
  }

  /** Handles a call with a valid signature. */
  call(path: string, body: string): Outcome {
    const said = parse(body)
    return said === undefined ? { code: 4000 } : (this.#calls[path]?.(said) ?? { code: 4010 })
  }

  /** Checks the first packet of a socket: it must be the issued body, unchanged. */
  judge(greeting: string): Verdict {
    const [id] = [...this.#games].find(([, { authBody }]) => authBody === greeting) ?? []
    if (id === undefined) return { kind: 'refuse', code: -101, why: 'not the body we gave' }
    const accepts = (): boolean => this.#games.has(id)
    return { kind: 'welcome', protocol: 2, popularity: 1, accepts, acknowledges: false }
  }

  /** Ends a game from the platform's side, as after a minute without heartbeats. */
  expire(id: string): void {
    const data = { game_id: id, timestamp: Math.floor(Date.now() / 1000) }
    this.#parts.announce({ cmd: 'LIVE_OPEN_PLATFORM_INTERACTION_END', data })
    this.#forget(id)
  }

  /** Removes all games. */
  close(): void {
    for (const id of this.ids) this.#forget(id)
  }

  #start({ code, app_id }: Said): Outcome {
    const { credential, roomId, ports, ledger } = this.#parts
    if (app_id !== credential.appId) return { code: 8002 }
    if (code !== credential.code) return { code: 7007 }
    if (this.named && this.#games.size >= this.most) return { code: 7002 }
    const id = randomUUID()
    const key = randomUUID()
    const authBody = JSON.stringify({ roomid: roomId, protover: 2, uid: 1, key, group: 'open' })
    this.#games.set(id, {
      authBody,
      ...(this.named ? { timer: this.#countdown(id) } : {}),
    })
    ledger.count('game')
    const data = {
      anchor_info: { room_id: roomId, uid: 0, open_id: randomUUID(), uname: '测试主播', uface: '' },
      game_info: { game_id: this.named ? id : '' },
      websocket_info: {
        auth_body: authBody,
        wss_link: ports().map((port) => `ws://127.0.0.1:${port}/sub`),
      },
    }
    return { code: 0, data }
  }

  #keep({ game_id }: Said): Outcome {
    const id = String(game_id)
    const game = this.#games.get(id)
    if (!game) return { code: 7003 }
    clearTimeout(game.timer)
    game.timer = this.#countdown(id)
    return { code: 0, data: {} }
  }

  #keepAll({ game_ids }: Said): Outcome {
    if (!Array.isArray(game_ids)) return { code: 4000 }
    const ids = game_ids.map(String)
    if (ids.length > 200) return { code: 7004 }
    if (new Set(ids).size < ids.length) return { code: 7005 }
    const failed = ids.filter((game_id) => this.#keep({ game_id }).code !== 0)
    return { code: 0, data: { failed_game_ids: failed } }
  }

  #end({ app_id, game_id }: Said): Outcome {
    if (app_id !== this.#parts.credential.appId) return { code: 8002 }
    return { code: this.#forget(String(game_id)) ? 0 : 7000, data: {} }
  }

  #forget(id: string): boolean {
    clearTimeout(this.#games.get(id)?.timer)
    return this.#games.delete(id)
  }

  #countdown(id: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#parts.ledger.refuse('no heartbeat for the game')
      this.expire(id)
    }, this.#parts.gameMs)
  }
}

function parse(body: string): Said | undefined {
  try {
    const said: unknown = JSON.parse(body)
    return typeof said === 'object' && said !== null ? (said as Said) : undefined
  } catch {
    return undefined // invalid JSON is answered with a code, too
  }
}
