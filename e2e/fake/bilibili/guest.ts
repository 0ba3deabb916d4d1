import { wbiSignature } from '../../../signer/bilibili/wbi.ts'
import { closedLater } from '../../kit/closed-later.ts'
import { clientPacket, dialPlainly, type PlainClient } from './client.ts'
import { type FakeBilibili, type FakeBilibiliOptions, startFakeBilibili } from './index.ts'

const agent = 'Mozilla/5.0 (test)'
const mixedKey = 'ea1db124af3c7062474693fa704f4ff8'

/** The union of the endpoints' answers. */
interface Answer {
  readonly code: number
  readonly data: {
    readonly b_3: string
    readonly token: string
    readonly host_list: readonly { readonly ws_port: number }[]
    readonly wbi_img: { readonly img_url: string }
  }
}

/** The fields of a request for a token, each right by default except the device. */
interface TokenRequest {
  readonly buvid?: string
  /** Its time, seconds. */
  readonly wts?: number
  readonly w_rid?: string
  readonly id?: string
}

/** A connected guest that has not sent its first packet. */
interface Entrance {
  readonly client: PlainClient
  /** The body of the right first packet. */
  readonly greeting: object
}

/** Starts a fake site, which the end of the test closes. */
export async function startSite(options: FakeBilibiliOptions = {}): Promise<FakeBilibili> {
  return closedLater(await startFakeBilibili(options))
}

/** Asks an endpoint of the site, as a browser by default. */
export async function ask(fake: FakeBilibili, path: string, headers: object = {}): Promise<Answer> {
  const response = await fetch(`${fake.endpoints.api}${path}`, {
    headers: { 'user-agent': agent, ...headers },
  })
  const answer: unknown = response.ok ? await response.json() : { code: response.status }
  return answer as Answer
}

/** Returns the present time in the unit of signed requests. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Returns a device cookie that the site made. */
export async function deviceOf(fake: FakeBilibili): Promise<string> {
  return (await ask(fake, '/x/frontend/finger/spi')).data.b_3
}

/** Asks for the token of a socket. */
export async function askToken(
  fake: FakeBilibili,
  { buvid = '', wts = nowSeconds(), w_rid = '', id = '5440' }: TokenRequest,
): Promise<Answer> {
  const parameters = { id, type: '0', wts: String(wts) }
  const signature = w_rid || wbiSignature(parameters, mixedKey)
  const query = new URLSearchParams({ ...parameters, w_rid: signature }).toString()
  const cookie = `other=1; buvid3=${buvid}`
  return ask(fake, `/xlive/web-room/v1/index/getDanmuInfo?${query}`, { cookie })
}

/** Connects to a host of the site; the end of the test closes the socket. */
export async function dial(
  port: number | undefined,
  headers: Readonly<Record<string, string>> = { 'user-agent': agent },
): Promise<PlainClient> {
  return closedLater(await dialPlainly(`ws://127.0.0.1:${port}/sub`, headers))
}

/** Gets a token and connects, up to the first packet. */
export async function approach(
  fake: FakeBilibili,
  headers?: Readonly<Record<string, string>>,
): Promise<Entrance> {
  const buvid = await deviceOf(fake)
  const { data } = await askToken(fake, { buvid })
  const greeting = {
    uid: 0,
    roomid: 5440,
    protover: 3,
    buvid,
    support_ack: true,
    queue_uuid: 'abcd1234',
    scene: 'room',
    platform: 'web',
    type: 2,
    key: data.token,
  }
  return { client: await dial(data.host_list[0]?.ws_port, headers), greeting }
}

/** Connects up to the answer to the first packet. */
export async function enter(fake: FakeBilibili, changes: object = {}): Promise<PlainClient> {
  const { client, greeting } = await approach(fake)
  client.send(clientPacket(7, JSON.stringify({ ...greeting, ...changes })))
  await client.take(1)
  return client
}
