import { jsonIn } from '../../../lib/net/bounded-json.ts'
import { Forbidden } from '../../errors.ts'
import { fieldsOf } from '../../json/field.ts'
import type { OpenIo } from './profile.ts'

/** One game: a session of an app in a room, started with a credential. */
export interface Game {
  /** The name of the credential; only the signer knows its content. */
  readonly credential: string
  /** Empty for kinds of apps that have no sessions. */
  readonly gameId: string
}

/** The answer of the platform: 0 is success. */
export interface Answer {
  readonly code: number
  readonly data: unknown
}

/** Returns the base address of the interface. */
export function apiBase({ endpoints, profile }: OpenIo): string {
  return endpoints['api'] ?? profile.api
}

/**
 * Makes a signed call. Its body comes from the signer: it holds the app and the code, which the
 * connector need not know.
 *
 * @throws Forbidden if there is no such credential; Error if the answer cannot be read.
 */
export async function ask(
  name: 'start' | 'heartbeat' | 'batchHeartbeat' | 'end',
  { credential, gameId }: Game,
  io: OpenIo,
): Promise<Answer> {
  const { body, ...signature } =
    (await io.sign?.('bilibili-open', { credential, call: name, gameId })) ?? {}
  if (body === undefined) {
    const code = 'credential-missing'
    throw new Forbidden(`no credential of the open platform is called "${credential}"`, { code })
  }
  const response = await io.fetch(`${apiBase(io)}${io.profile.appPath}/${name}`, {
    method: 'POST',
    // Both are checked, even a charset, which must be absent.
    headers: { accept: 'application/json', 'content-type': 'application/json', ...signature },
    body,
    redirect: 'error',
    signal: io.signal,
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`${name} answered with status ${response.status}`)
  }
  const { code, data } = fieldsOf<'code' | 'data'>(await jsonIn(response))
  if (typeof code !== 'number') throw new Error(`${name} answered without a code`)
  return { code, data }
}
