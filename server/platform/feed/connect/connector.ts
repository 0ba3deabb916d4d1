import { closeCodes } from '../../../../proto/feed/index.ts'
import { jsonIn } from '../../../lib/net/bounded-json.ts'
import { type Connector, type ConnectorIo, type RoomHandle } from '../../connector.ts'
import { Forbidden, RiskControl, RoomNotFound, Unavailable } from '../../errors.ts'
import { fieldsOf } from '../../json/field.ts'
import { pageAddress, streamAddress } from './url.ts'

// A `head` comes each 15 s, whatever happens in the room.
const receiveTimeoutMs = 40_000

const meanings = new Map([
  [closeCodes.badRequest, 'forbidden'],
  [closeCodes.notAllowed, 'forbidden'],
  [closeCodes.noSuchRoom, 'not-found'],
] as const)

/**
 * The connector for other relays. The ref is a name that the settings give to a room there; the
 * signer has its token.
 */
export const connector: Connector = {
  listens: 'always',
  lasting: true,
  resolve: async (ref, io) => {
    const page = pageAddress(io.endpoints[ref] ?? '')
    if (page === undefined) {
      throw new RoomNotFound(`FEEDS names no other relay "${ref}"`, { code: 'no-such-source' })
    }
    const headers = await credentialOf(ref, io)
    const response = await io.fetch(page, { headers, redirect: 'error', signal: io.signal })
    if (!response.ok) throw await refusalOf(response)
    const { epoch, head } = fieldsOf<'epoch' | 'head'>(await jsonIn(response))
    return { facts: { ref, page, epoch: String(epoch), head: String(head) } }
  },
  open: async ({ facts }, io, resume) => {
    const { ref = '', page = '' } = facts
    const { cursor, detail } = resume ?? beginningOf({ facts })
    return {
      urls: [streamAddress(page, `${detail}:${cursor}`)],
      headers: await credentialOf(ref, io),
      reusable: false, // its address holds the position
      first: [],
      receiveTimeoutMs,
      endMeanings: { closeCodes: meanings },
    }
  },
}

/** Returns the cursor of a room when it was found, up to `before` events earlier. */
export function beginningOf({ facts }: RoomHandle, before = 0): { cursor: string; detail: string } {
  const { epoch = '', head } = facts
  return { cursor: String(Math.max(0, Number(head) - before)), detail: epoch }
}

async function credentialOf(
  ref: string,
  io: ConnectorIo,
): Promise<Readonly<Record<string, string>>> {
  return (await io.sign?.('feed', { ref })) ?? {}
}

/** Returns the error for a refusal, in the words of the other relay. */
async function refusalOf(response: Response): Promise<Error> {
  const { status } = response
  const problem = await problemOf(response)
  const words = `the other relay says: ${problem.detail ?? `status ${status}`}`
  const seconds = Number(response.headers.get('retry-after'))
  const advice = seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}
  if (status === 404) return new RoomNotFound(words)
  if (status === 429) return new RiskControl(words, { ...advice, code: 'slow-down' })
  if (problem.code === 'room-off') return new Unavailable(words, { ...advice, code: 'stopped' })
  if (status < 500) return new Forbidden(words)
  return new Unavailable(words, { ...advice, code: 'site-error' })
}

interface Problem {
  readonly code?: string
  readonly detail?: string
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text()
  if (!/json/.test(response.headers.get('content-type') ?? '')) return {}
  try {
    const { code, detail } = fieldsOf<'code' | 'detail'>(JSON.parse(text))
    return {
      ...(typeof code === 'string' && { code }),
      ...(typeof detail === 'string' && { detail: detail.slice(0, 300) }),
    }
  } catch {
    return {} // not the answer of a relay but of a proxy: only its status is used
  }
}
