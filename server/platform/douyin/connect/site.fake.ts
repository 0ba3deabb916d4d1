import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../../lib/random.ts'
import { type ConnectorIo } from '../../connector.ts'

/** Returns an answer of the fixtures. */
export const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixture/http', name), 'utf8')
/** The page of a live room. */
export const live = fixture('room-page.html')
/** The page of a room whose broadcast has ended. */
export const ended = fixture('room-page-ended.html')
/** The page of a missing room. */
export const noRoom = fixture('room-page-no-room.html')
/** A page without data. */
export const shell = fixture('room-page-shell.html')

interface Asked {
  readonly url: URL
  readonly headers: Headers
  readonly redirect: string | undefined
}

/** An answer of the site. */
export type Answer = (asked: Asked) => Response

/** Returns a page that sets cookies. */
export const page = (body: string, cookies: readonly string[] = [], status = 200): Response =>
  new Response(body, {
    status,
    headers: cookies.map((line): [string, string] => ['set-cookie', line]),
  })

function createWorld(answers: Readonly<Record<string, readonly Answer[]>>) {
  const asked: Asked[] = []
  let now = 1_763_650_000_000
  const io: ConnectorIo = {
    fetch: async (address, init) => {
      const url = new URL(address)
      const request = { url, headers: new Headers(init?.headers), redirect: init?.redirect }
      const list = answers[url.host === 'live.douyin.com' ? url.pathname : url.host] ?? []
      const turn = asked.filter((other) => keyOf(other.url) === keyOf(url)).length
      asked.push(request)
      const answer = list[Math.min(turn, list.length - 1)]
      if (!answer) throw new TypeError(`no answer for ${address}`)
      return answer(request)
    },
    now: () => now,
    random: seededRandom(1),
    endpoints: {},
    sign: async (purpose, query) => ({ signature: `${purpose}/${query['room_id']}+` }),
    signal: new AbortController().signal,
  }
  const pass = (ms: number): void => void (now += ms)
  return { io, asked, pass, paths: () => asked.map(({ url }) => keyOf(url)) }
}

/**
 * Creates a site with answers by path; each path uses its answers in order, and repeats the last
 * one.
 */
export const world: (...answers: Parameters<typeof createWorld>) => ReturnType<typeof createWorld> =
  createWorld

const keyOf = (url: URL): string => `${url.host}${url.pathname}`

/** The front page, which sets the cookie of a guest. */
export const guest: Answer = () => page('', ['ttwid=1%7Cguest; Path=/; HttpOnly', 'other=1'])
/** The path of the second source about a room. */
export const enter = '/webcast/room/web/enter/'
