import type { ClientOptions } from 'ws'
import { askAs } from '../kit/ask.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { visit as visitFrom, type Visit } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

/** The owner token of the server. */
export const ownerToken = 'owner-of-this-test-0123456789abcdefghij'

/** The headers of the owner. */
export const asOwner = bearer(ownerToken)

/** The rooms of the server, and who may read them. */
export const rooms = { open: 'public', linked: 'unlisted', quiet: 'private' } as const

/** A server that is open to others, behind a proxy on this machine. */
export interface OpenServer extends ServerProcess {
  /** Creates something as the owner. @throws with the answer if that is refused. */
  readonly create: (path: string, body: object) => Promise<Readonly<Record<string, unknown>>>
  /** Creates a token, and returns its secret. */
  readonly tokenFor: (wish: object) => Promise<string>
}

/** Starts a server with {@link rooms}. */
export async function startOpenServer(
  env: Readonly<Record<string, string>> = {},
): Promise<OpenServer> {
  const server = await startServerProcess({
    HOST: '0.0.0.0',
    OWNER_TOKEN: ownerToken,
    TRUSTED_PROXIES: '127.0.0.1',
    ...env,
  })
  await openRooms(server)
  const create: OpenServer['create'] = async (path, body) => {
    const address = `${server.url}${path}`
    const { status, answer } = await askAs(ownerToken, address, { method: 'POST', body })
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  for (const [index, [slug, visibility]] of Object.entries(rooms).entries()) {
    const sources = [{ platform: 'demo', ref: String(20 + index) }]
    await create('/api/rooms', { slug, visibility, sources })
  }
  const tokenFor = async (wish: object): Promise<string> =>
    String((await create('/api/tokens', { name: 'test', ...wish }))['token'])
  return { ...server, create, tokenFor }
}

/** Waits until a server has opened its rooms: the first start of a database takes some time. */
export function openRooms({ url }: ServerProcess): Promise<boolean> {
  return until(async () => (await fetch(`${url}/readyz`)).ok)
}

/** Returns the headers of a token. */
export function bearer(secret: string): Readonly<Record<'authorization', string>> {
  return { authorization: `Bearer ${secret}` }
}

/** Returns the headers by which a proxy reports the address of a client. */
export function through(address: string): Readonly<Record<'x-forwarded-for', string>> {
  return { 'x-forwarded-for': address }
}

let clients = 0

/** Returns the headers of a client with a new address, as a proxy on this machine reports it. */
export function newClient(): Readonly<Record<'x-forwarded-for', string>> {
  return through(`198.18.${(clients += 1) >> 8}.${clients & 255}`)
}

/** Opens a stream as a new client, unless the options name its address. */
export function visit(
  url: string,
  path: string,
  { headers, ...from }: ClientOptions = {},
): Promise<Visit> {
  const coming = from.localAddress ? headers : { ...newClient(), ...headers }
  return visitFrom(url, path, { headers: coming, ...from })
}
