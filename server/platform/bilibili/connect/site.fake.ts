import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sign } from '../../connector.ts'
import { createFakeIo, type FakeAnswer, type FakeIo } from './io.fake.ts'

const folder = join(import.meta.dirname, '../fixture/http')
/** Returns an answer of the fixtures. */
export const answer = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object

/** The path of the device cookie. */
export const spi = '/x/frontend/finger/spi'
/** The path of the keys of the day. */
export const nav = '/x/web-interface/nav'
/** The path of a room. */
export const getInfo = '/room/v1/Room/get_info'
/** The path of hosts and token. */
export const getDanmuInfo = '/xlive/web-room/v1/index/getDanmuInfo'

/** The device cookie of the fixtures. */
export const buvid = '00000000-0000-0000-0000-00000000000012345infoc'
/** The second device cookie of the fixtures. */
export const buvid4 = '00000000-0000-0000-0000-00000000000012345-025010100-FIXTURE'
/** A room that was found. */
export const ticket = { facts: { roomId: '5440', buvid: 'kept-since-resolve' } }

const sign: Sign = async () => ({ w_rid: 'signed' })

/** Returns a site with answers by path; the usual ones otherwise. */
export function site(answers: Readonly<Record<string, readonly FakeAnswer[]>>, more = {}): FakeIo {
  const usual = {
    [spi]: [answer('spi.ok')],
    [nav]: [answer('nav.guest')],
    [getInfo]: [answer('get_info.short')],
    [getDanmuInfo]: [answer('getDanmuInfo.ok')],
  }
  return createFakeIo({ ...usual, ...answers }, { sign, ...more })
}

/** Returns the paths that were requested. */
export const pathsOf = ({ requests }: FakeIo): string[] => requests.map(({ url }) => url.pathname)
/** Returns an answer with a status, whose body is a page. */
export const status =
  (code: number, headers = {}) =>
  (): Response =>
    new Response('<html></html>', { status: code, headers })
