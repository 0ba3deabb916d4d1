import { Refused, RoomNotFound, Forbidden } from '../../errors.ts'
import { fieldsOf, itemsOf, positiveOf, textOf } from '../../json/field.ts'
import { isOwnHost, isPlain } from '../../socket-host.ts'
import type { BilibiliIo } from './profile.ts'
import { type Answer, ask, baseOf, isAbsent, isRiskControl, riskControl } from './site.ts'
import type { Visitor } from './visitor.ts'

/** The permission to connect to one room. */
export interface TokenAnswer {
  readonly token: string
  /** The sockets that the site lists; the gateway comes last unless it is listed. */
  readonly urls: readonly [string, ...string[]]
  /** The socket in `urls` that serves every room; absent for a test interface. */
  readonly gateway?: string
}

const badToken = 65530

/**
 * Requests the permission to connect. Undefined under risk control, which is also the answer to a
 * signature or device id that the site refuses.
 *
 * @throws RoomNotFound, RiskControl, Refused, Forbidden
 */
export async function fetchToken(
  roomId: number,
  visitor: Visitor,
  io: BilibiliIo,
): Promise<TokenAnswer | undefined> {
  const { cookie } = visitor
  const { tokenPath: path, tokenQuery } = io.profile
  const parameters = { id: String(roomId), ...tokenQuery }
  const query = await signed(parameters, cookie, io)
  return admissionOf(await ask({ base: 'live', path, query, cookie }, io), io)
}

function admissionOf(answer: Answer, io: BilibiliIo): TokenAnswer | undefined {
  if (isRiskControl(answer)) return undefined
  if (answer.code === badToken) throw new Refused('Bilibili refuses our cookie (65530)')
  if (isAbsent(answer)) throw new RoomNotFound('Bilibili has no such room')
  if (answer.code !== 0) throw new Error(`getDanmuInfo answered ${answer.code}`)
  const data = fieldsOf<'token' | 'host_list'>(answer.data)
  const token = textOf(data.token)
  // All hosts can be requested without a token, for a room with nearly no events: that would be
  // worse than a refusal.
  if (token === undefined) return undefined
  const listed = itemsOf(data.host_list).flatMap((host) => urlOf(host, io) ?? [])
  const gateway = gatewayAmong(listed, io)
  const [first, ...others] = listed
  if (first === undefined) throw new Error('getDanmuInfo named no host')
  if (gateway === undefined) return { token, urls: [first, ...others] }
  const rest = listed.includes(gateway) ? others : [...others, gateway]
  return { token, urls: [first, ...rest], gateway }
}

function urlOf(entry: unknown, io: BilibiliIo): string | undefined {
  const { host, ws_port, wss_port } = fieldsOf<'host' | 'ws_port' | 'wss_port'>(entry)
  const base = baseOf('live', io)
  const { socketDomains: domains, socketPath } = io.profile
  const name = textOf(host)
  const port = positiveOf(isPlain(base) ? ws_port : wss_port)
  if (name === undefined || port === undefined || !isOwnHost(name, { domains, base }))
    return undefined
  return `${isPlain(base) ? 'ws' : 'wss'}://${name}:${port}${socketPath}`
}

/**
 * Returns the endpoint `gateway`, else the listed URL, else, except in tests, the profile's URL.
 */
function gatewayAmong(urls: readonly string[], io: BilibiliIo): string | undefined {
  const { gateway } = io.profile
  const { hostname } = new URL(gateway)
  const listed = urls.find((url) => new URL(url).hostname === hostname)
  const own = io.endpoints['gateway']
  return own ?? listed ?? (isPlain(baseOf('live', io)) ? undefined : gateway)
}

type Parameters = Readonly<Record<string, string>>

/** The two keys of the day. The site sends them as the names of pictures, which do not exist. */
interface WbiKeys {
  readonly imgKey: string
  readonly subKey: string
}

/**
 * Signs the parameters of a request.
 *
 * @throws Forbidden without a signer; RiskControl
 */
async function signed(parameters: Parameters, cookie: string, io: BilibiliIo): Promise<Parameters> {
  if (!io.sign) {
    const code = 'unsigned'
    throw new Forbidden('requests to Bilibili must be signed, and there is no signer', { code })
  }
  const keys = await fetchKeys(cookie, io)
  const dated = { ...parameters, wts: String(Math.floor(io.now() / 1000)) }
  const signature = await io.sign('bilibili-wbi', { ...dated, ...keys })
  return { ...dated, ...signature }
}

/** Requests the keys; a guest receives `-101` (not logged in) with the keys. */
async function fetchKeys(cookie: string, io: BilibiliIo): Promise<WbiKeys> {
  const answer = await ask({ base: 'api', path: io.profile.keysPath, cookie }, io)
  const images = fieldsOf<'img_url' | 'sub_url'>(fieldsOf<'wbi_img'>(answer.data).wbi_img)
  const [imgKey, subKey] = [keyIn(images.img_url), keyIn(images.sub_url)]
  if (imgKey !== undefined && subKey !== undefined) return { imgKey, subKey }
  throw isRiskControl(answer) ? riskControl() : new Error('no keys in the answer')
}

function keyIn(address: unknown): string | undefined {
  return /\/([0-9a-f]{32})\.\w+$/.exec(textOf(address) ?? '')?.[1]
}
