import { Refused } from '../../connector.ts'
import { fieldsOf, itemsOf, positiveOf, textOf } from '../../wire/field.ts'
import type { BilibiliIo } from './profile.ts'
import { type Answer, ask, baseOf, isSuspicion } from './site.ts'
import type { Visitor } from './visitor.ts'
import { signed } from './wbi.ts'

/** Leave to listen to one room. */
export interface Admission {
  readonly token: string
  readonly urls: readonly [string, ...string[]]
}

const badToken = 65530

/**
 * Asks for leave to listen. Undefined if the site takes us for a machine, which is also what it says
 * to a signature or device id that it does not like.
 *
 * @throws RiskControl, Refused, Forbidden
 */
export async function fetchAdmission(
  roomId: number,
  visitor: Visitor,
  io: BilibiliIo,
): Promise<Admission | undefined> {
  const { cookie } = visitor
  const { tokenPath: path, tokenQuery } = io.profile
  const parameters = { id: String(roomId), ...tokenQuery }
  const query = await signed(parameters, cookie, io)
  return admissionOf(await ask({ base: 'live', path, query, cookie }, io), io)
}

function admissionOf(answer: Answer, io: BilibiliIo): Admission | undefined {
  if (isSuspicion(answer)) return undefined
  if (answer.code === badToken) throw new Refused('Bilibili refuses our cookie (65530)')
  if (answer.code !== 0) throw new Error(`getDanmuInfo answered ${answer.code}`)
  const data = fieldsOf<'token' | 'host_list'>(answer.data)
  const token = textOf(data.token)
  // All hosts can be had without a token, for a room where nearly nothing is heard: that would be
  // worse than an honest refusal.
  if (token === undefined) return undefined
  const [first, ...others] = itemsOf(data.host_list).flatMap((host) => urlOf(host, io) ?? [])
  if (first === undefined) throw new Error('getDanmuInfo named no host')
  return { token, urls: [first, ...others] }
}

const hostPattern = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i

/** Where interfaces are asked without encryption, as tests do, sockets have none either. */
function urlOf(entry: unknown, io: BilibiliIo): string | undefined {
  const { host, ws_port, wss_port } = fieldsOf<'host' | 'ws_port' | 'wss_port'>(entry)
  const plain = baseOf('live', io).startsWith('http:')
  const name = textOf(host)
  const port = positiveOf(plain ? ws_port : wss_port)
  if (name === undefined || !hostPattern.test(name) || port === undefined) return undefined
  return `${plain ? 'ws' : 'wss'}://${name}:${port}${io.profile.socketPath}`
}
