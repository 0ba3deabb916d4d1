import type { Coverage } from '../../../proto/feed/index.ts'
import type { ConnectorIo } from '../../platform/connector.ts'
import type { PlatformDraft, ReadContext } from '../../platform/platform.ts'
import type { Network } from '../network.ts'
import type { ConnectedPlatform } from '../requests.ts'
import type { State } from '../machine/state.ts'
import { type SideRequest, type OpenSocket, PublishedWatch } from './published.ts'

/** The parts of a session that its watch over published lines uses. */
export interface WatchParts {
  readonly platform: ConnectedPlatform
  readonly network: Network
  readonly tools: () => ReadContext
  /** Makes a request for which no phase of the session waits. */
  readonly request: <T>(
    call: (io: ConnectorIo) => Promise<T>,
    answered: (answer: T) => void,
  ) => void
  readonly measured: (coverage: Coverage) => void
  readonly sampled: (isSampled: boolean) => void
  readonly displayed: (draft: PlatformDraft) => void
}

/** Creates the watch over a source; undefined if additional requests are disabled. */
export function watchPublished(parts: WatchParts): PublishedWatch | undefined {
  const { platform, network, request, tools } = parts
  const { recent, displayed } = platform.connect
  const { clock, random, riskPause, measures } = network
  if (!riskPause) return undefined
  const sideRequest = <T>(
    call: (ticket: OpenSocket['ticket'], io: ConnectorIo, tools: ReadContext) => Promise<T>,
  ): SideRequest<T> => {
    return (ticket, answered) => request((io) => call(ticket, io, tools()), answered)
  }
  return new PublishedWatch({
    clock,
    random,
    notBefore: () => riskPause.until(platform.name),
    ...(recent && measures && { requestLines: sideRequest(recent) }),
    ...(displayed && { requestPaid: sideRequest(displayed) }),
    measured: parts.measured,
    sampled: parts.sampled,
    displayed: parts.displayed,
  })
}

/** Returns the open socket of a room that broadcasts; undefined if there is none. */
export function openSocketOf({ phase, memory }: State): OpenSocket | undefined {
  if (phase.name !== 'live' || !isOnAir({ phase, memory })) return undefined
  const { ticket, connection } = phase.held
  const { generation } = memory
  return { generation, ticket, ...(connection.login !== undefined && { login: connection.login }) }
}

/** Returns true if a room broadcasts, or if that is not known. */
export function isOnAir({ memory }: State): boolean {
  return (memory.announced.room?.state ?? 'live') === 'live'
}
