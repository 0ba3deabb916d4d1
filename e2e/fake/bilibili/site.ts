import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Grant, judgeGreeting } from './greeting.ts'
import type { HttpAnswer, HttpCall } from './http.ts'
import type { Ledger } from './ledger.ts'
import type { Verdict } from './peer.ts'
import { Published } from './published.ts'

/** The only room of the site. Tests may change its fields while it runs. */
export interface FakeRoom {
  readonly id: number
  readonly shortId: number
  title: string
  /** The state: 0 off, 1 live, 2 a rerun. */
  liveStatus: number
}

/** The answer to the next requests for a token: a correct one, or one of the refusals. */
export type TokenMood =
  | 'honest'
  | '-352'
  | '-352 voucher'
  /** The body is a page; only the headers contain the code. */
  | '-352 headers'
  | 'voucher'
  | 'no token'
  | 'no room'
  | 'status 412'

/** The dependencies of a site. */
export interface SiteParts {
  readonly ledger: Ledger
  /** Returns the ports of its socket hosts. */
  readonly ports: () => readonly number[]
  /** Returns epoch milliseconds. */
  readonly now: () => number
  /** True if the host names it returns cannot be resolved, as happens on some networks. */
  readonly unresolvable?: boolean
}

// A known pair of keys and their mixed key, which is enough to check a signature.
const imgKey = '7cd084941338484aae1ad9425b84077c'
const subKey = '4932caff0ff746eab6f01bf08b70ac45'
const mixedKey = 'ea1db124af3c7062474693fa704f4ff8'

const freshMs = 60_000

/** The HTTP endpoints of the web site, as strict as the real ones. */
export class Site {
  mood: TokenMood = 'honest'
  /** The code for a room that does not exist: each endpoint has its own. */
  absentCode = 1
  /** The logged-in accounts, by the cookie `SESSDATA`. */
  readonly accounts = new Map<string, number>()
  /** The lists that are published beside the sockets. */
  readonly published = new Published()
  readonly #room: FakeRoom
  readonly #ledger: Ledger
  readonly #ports: () => readonly number[]
  readonly #now: () => number
  readonly #unresolvable: boolean
  /** The second id (`buvid4`) of each device, by its first (`buvid3`). */
  readonly #devices = new Map<string, string>()
  readonly #grants = new Map<string, Grant>()

  constructor(room: FakeRoom, { ledger, ports, now, unresolvable = false }: SiteParts) {
    this.#room = room
    this.#ledger = ledger
    this.#ports = ports
    this.#now = now
    this.#unresolvable = unresolvable
  }

  /** Answers one request. */
  answer(call: HttpCall): HttpAnswer {
    const { pathname } = call.url
    this.#ledger.count(pathname)
    if (call.headers.cookie?.includes('SESSDATA=')) this.#ledger.count('account')
    if (!call.headers['user-agent']?.startsWith('Mozilla/')) {
      return this.#refuse('no browser asks like that', { status: 412 })
    }
    switch (pathname) {
      case '/x/frontend/finger/spi':
        return this.#device(call)
      case '/x/web-interface/nav':
        return this.#whoIs(call)
      case '/room/v1/Room/get_info':
        return this.#describe(call.url.searchParams.get('room_id'))
      case '/xlive/web-room/v1/index/getDanmuInfo':
        return this.#token(call)
      case '/xlive/web-room/v1/dM/gethistory':
        return this.#beside(call, 'roomid', () => this.published.lines())
      case '/av/v1/SuperChat/getMessageList':
        return this.#beside(call, 'room_id', () => this.published.paid())
      default:
        return this.#refuse(`no such path: ${pathname}`, { status: 404 })
    }
  }

  /** Checks the first packet of a socket. @throws SyntaxError if it is not JSON. */
  judge(greeting: string, handshake: IncomingMessage): Verdict {
    return judgeGreeting(greeting, handshake, this.#room, (token) => this.#grants.get(token))
  }

  /** Returns both ids of a device; a client that already has the first gets the matching second. */
  #device(call: HttpCall): HttpAnswer {
    const own = cookiesOf(call)['buvid3'] ?? ''
    const id = this.#devices.has(own) ? own : `${randomUUID().toUpperCase()}12345infoc`
    const second = this.#devices.get(id) ?? `${randomUUID().toUpperCase()}-025-a+b/c==`
    this.#devices.set(id, second)
    return { json: { code: 0, data: { b_3: id, b_4: second }, message: 'ok' } }
  }

  #whoIs(call: HttpCall): HttpAnswer {
    const mid = this.#accountOf(call)
    if (mid === undefined) {
      return { json: { code: -101, message: '账号未登录', ttl: 1, data: keys() } }
    }
    return { json: { code: 0, message: '0', ttl: 1, data: { ...keys(), isLogin: true, mid } } }
  }

  #accountOf(call: HttpCall): number | undefined {
    return this.accounts.get(cookiesOf(call)['SESSDATA'] ?? '')
  }

  #describe(number: string | null): HttpAnswer {
    const { id, shortId, title, liveStatus } = this.#room
    if (number !== String(id) && number !== String(shortId)) {
      const message = '未找到该房间'
      return { json: { code: this.absentCode, msg: message, message, data: [] } }
    }
    const data = { uid: 9617619, room_id: id, short_id: shortId, live_status: liveStatus, title }
    return { json: { code: 0, msg: 'ok', message: 'ok', data: { ...data, user_cover: '' } } }
  }

  #token(call: HttpCall): HttpAnswer {
    const { url, headers } = call
    const suspicion = { json: { code: -352, message: '-352', ttl: 1 } }
    const wrong = this.#wrongDevice(call) ?? wrongSignature(url, this.#now())
    if (wrong !== undefined) return this.#refuse(wrong, suspicion)
    const roomId = Number(url.searchParams.get('id'))
    if (![this.#room.id, this.#room.shortId].includes(roomId)) {
      return this.#refuse('no such room', { json: { code: 1002002, message: '', ttl: 1 } })
    }
    if (this.mood !== 'honest') return this.#refuse('as the test wants it', moodyAnswer(this.mood))
    const token = randomUUID()
    const buvid = cookiesOf(call)['buvid3'] ?? ''
    const uid = this.#accountOf(call) ?? 0
    this.#grants.set(token, { uid, buvid, agent: headers['user-agent'] })
    return { json: { code: 0, message: '0', ttl: 1, data: { token, host_list: this.#hosts() } } }
  }

  /** Returns the error of the device cookies. A guest needs the first id, an account both. */
  #wrongDevice(call: HttpCall): string | undefined {
    const { buvid3 = '', buvid4 } = cookiesOf(call)
    const second = this.#devices.get(buvid3)
    if (second === undefined) return 'no device cookie'
    if (buvid4 === undefined && this.#accountOf(call) === undefined) return undefined
    return decodeURIComponent(buvid4 ?? '') === second ? undefined : 'half a device cookie'
  }

  /** Answers only a client with a device cookie that asks by the real number of the room. */
  #beside(call: HttpCall, name: string, answer: () => HttpAnswer): HttpAnswer {
    const wrong = this.#wrongDevice(call)
    if (wrong !== undefined) {
      return this.#refuse(wrong, { json: { code: -352, message: '-352', ttl: 1 } })
    }
    if (call.url.searchParams.get(name) !== String(this.#room.id)) {
      return this.#refuse('not the real number of the room', { json: { code: 1, data: null } })
    }
    return answer()
  }

  #hosts(): readonly object[] {
    return this.#ports().map((port, index) => ({
      host: this.#unresolvable ? `zj-live-comet-${index}.bilibili.invalid` : '127.0.0.1',
      port: 2243,
      ws_port: port,
      wss_port: 2245,
    }))
  }

  #refuse(why: string, answer: HttpAnswer): HttpAnswer {
    this.#ledger.refuse(why)
    return answer
  }
}

function cookiesOf({ headers }: HttpCall): Readonly<Record<string, string>> {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]))
}

function keys(): object {
  return { isLogin: false, wbi_img: { img_url: pictureOf(imgKey), sub_url: pictureOf(subKey) } }
}

function pictureOf(key: string): string {
  return `https://i0.hdslb.com/bfs/wbi/${key}.png`
}

/** Returns the error of a request's signature; undefined if it is correct. */
function wrongSignature({ search, searchParams }: URL, now: number): string | undefined {
  const seconds = Number(searchParams.get('wts') ?? Number.NaN)
  if (!(Math.abs(now - seconds * 1000) < freshMs)) return 'no fresh wts'
  const pairs = search.slice(1).split('&')
  const signed = pairs.filter((pair) => !pair.startsWith('w_rid=')).toSorted()
  const expected = createHash('md5')
    .update(`${signed.join('&')}${mixedKey}`)
    .digest('hex')
  return searchParams.get('w_rid') === expected ? undefined : 'wrong w_rid'
}

function moodyAnswer(mood: Exclude<TokenMood, 'honest'>): HttpAnswer {
  const voucher = { v_voucher: `voucher_${randomUUID()}` }
  switch (mood) {
    case '-352':
      return { json: { code: -352, message: '-352', ttl: 1 } }
    case '-352 voucher':
      return { json: { code: -352, message: '风控校验失败', ttl: 1, data: voucher } }
    case '-352 headers':
      return {
        status: 200,
        headers: { 'x-bili-gaia-vvoucher': voucher.v_voucher, 'bili-status-code': '-352' },
      }
    case 'no room':
      return { json: { code: 19002000, message: '获取房间信息失败', ttl: 1 } }
    case 'voucher':
      return { json: { code: 0, message: '0', ttl: 1, data: voucher } }
    case 'no token':
      return { json: { code: 0, message: '0', ttl: 1, data: { token: '', host_list: [] } } }
    case 'status 412':
      return { status: 412 }
  }
}
