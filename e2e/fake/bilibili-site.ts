import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Grant, judgeGreeting } from './bilibili-greeting.ts'
import type { HttpAnswer, HttpCall } from './bilibili-http.ts'
import type { Ledger } from './bilibili-ledger.ts'
import type { Verdict } from './bilibili-peer.ts'

/** The one room there is. Tests may change what they like while it runs. */
export interface FakeRoom {
  readonly id: number
  readonly shortId: number
  title: string
  /** 0 off, 1 live, 2 a rerun. */
  liveStatus: number
}

/** How the next requests for a token are answered: honestly, or by one of the refusals. */
export type TokenMood = 'honest' | '-352' | '-352 voucher' | 'voucher' | 'no token' | 'status 412'

/** What a site needs from outside. */
export interface SiteParts {
  readonly ledger: Ledger
  /** Of its sockets' hosts. */
  readonly ports: () => readonly number[]
  /** Epoch milliseconds. */
  readonly now: () => number
}

// A known pair of keys and what they mix to; nothing else is needed to check a signature.
const imgKey = '7cd084941338484aae1ad9425b84077c'
const subKey = '4932caff0ff746eab6f01bf08b70ac45'
const mixedKey = 'ea1db124af3c7062474693fa704f4ff8'

const freshMs = 60_000

/** The interfaces of the web site, as strict as the real ones. */
export class Site {
  mood: TokenMood = 'honest'
  readonly #room: FakeRoom
  readonly #ledger: Ledger
  readonly #ports: () => readonly number[]
  readonly #now: () => number
  readonly #devices = new Set<string>()
  readonly #grants = new Map<string, Grant>()

  constructor(room: FakeRoom, { ledger, ports, now }: SiteParts) {
    this.#room = room
    this.#ledger = ledger
    this.#ports = ports
    this.#now = now
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
        return this.#device()
      case '/x/web-interface/nav':
        return { json: { code: -101, message: '账号未登录', ttl: 1, data: keys() } }
      case '/room/v1/Room/get_info':
        return this.#describe(call.url.searchParams.get('room_id'))
      case '/xlive/web-room/v1/index/getDanmuInfo':
        return this.#token(call)
      default:
        return this.#refuse(`no such path: ${pathname}`, { status: 404 })
    }
  }

  /** Judges the first packet of a socket. @throws SyntaxError if it is no JSON. */
  judge(greeting: string, handshake: IncomingMessage): Verdict {
    return judgeGreeting(greeting, handshake, this.#room, (token) => this.#grants.get(token))
  }

  #device(): HttpAnswer {
    const buvid = `${randomUUID().toUpperCase()}12345infoc`
    this.#devices.add(buvid)
    return { json: { code: 0, data: { b_3: buvid, b_4: `${buvid}-4` }, message: 'ok' } }
  }

  #describe(number: string | null): HttpAnswer {
    const { id, shortId, title, liveStatus } = this.#room
    if (number !== String(id) && number !== String(shortId)) {
      return { json: { code: 1, msg: '未找到该房间', message: '未找到该房间', data: [] } }
    }
    const data = { uid: 9617619, room_id: id, short_id: shortId, live_status: liveStatus, title }
    return { json: { code: 0, msg: 'ok', message: 'ok', data: { ...data, user_cover: '' } } }
  }

  #token({ url, headers }: HttpCall): HttpAnswer {
    const buvid = /(?:^|; )buvid3=([^;]+)/.exec(headers.cookie ?? '')?.[1]
    const suspicion = { json: { code: -352, message: '-352', ttl: 1 } }
    if (buvid === undefined || !this.#devices.has(buvid)) {
      return this.#refuse('no device cookie', suspicion)
    }
    const wrong = wrongSignature(url, this.#now())
    if (wrong !== undefined) return this.#refuse(wrong, suspicion)
    const roomId = Number(url.searchParams.get('id'))
    if (![this.#room.id, this.#room.shortId].includes(roomId)) {
      return this.#refuse('no such room', { json: { code: 1002002, message: '', ttl: 1 } })
    }
    if (this.mood !== 'honest') return this.#refuse('as the test wants it', moodyAnswer(this.mood))
    const token = randomUUID()
    this.#grants.set(token, { uid: 0, buvid, agent: headers['user-agent'] })
    return { json: { code: 0, message: '0', ttl: 1, data: { token, host_list: this.#hosts() } } }
  }

  #hosts(): readonly object[] {
    return this.#ports().map((port) => ({
      host: '127.0.0.1',
      port: 2243,
      ws_port: port,
      wss_port: port,
    }))
  }

  #refuse(why: string, answer: HttpAnswer): HttpAnswer {
    this.#ledger.refuse(why)
    return answer
  }
}

function keys(): object {
  return { isLogin: false, wbi_img: { img_url: pictureOf(imgKey), sub_url: pictureOf(subKey) } }
}

function pictureOf(key: string): string {
  return `https://i0.hdslb.com/bfs/wbi/${key}.png`
}

/** What is wrong with the signature of a request; nothing if it is as it should be. */
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
    case 'voucher':
      return { json: { code: 0, message: '0', ttl: 1, data: voucher } }
    case 'no token':
      return { json: { code: 0, message: '0', ttl: 1, data: { token: '', host_list: [] } } }
    case 'status 412':
      return { status: 412 }
  }
}
