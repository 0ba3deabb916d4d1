import type { Coverage } from '../../../proto/feed/index.ts'
import type { ConnectorIo } from '../../platform/connector.ts'
import type { PlatformDraft, ReadTools } from '../../platform/platform.ts'
import type { Network } from '../network.ts'
import type { ConnectedPlatform } from '../requests.ts'
import type { State } from '../state.ts'
import { type Look, type OpenSocket, PublishedWatch } from './published.ts'

/** What a session lends its watch over published lines. */
export interface WatchParts {
  readonly platform: ConnectedPlatform
  readonly network: Network
  readonly tools: () => ReadTools
  /** Makes a request that no phase of the session waits for. */
  readonly request: <T>(
    call: (io: ConnectorIo) => Promise<T>,
    answered: (answer: T) => void,
  ) => void
  readonly measured: (coverage: Coverage) => void
  readonly sampled: (isSampled: boolean) => void
  readonly displayed: (draft: PlatformDraft) => void
}

/** The watch over a source; undefined where its site publishes nothing, or nothing is asked for. */
export function watchPublished(parts: WatchParts): PublishedWatch | undefined {
  const { platform, network, request, tools } = parts
  const { recent, displayed } = platform.connect
  const { clock, random, riskPause, measures } = network
  if (!riskPause) return undefined
  const looking = <T>(
    call: (ticket: OpenSocket['ticket'], io: ConnectorIo, tools: ReadTools) => Promise<T>,
  ): Look<T> => {
    return (ticket, answered) => request((io) => call(ticket, io, tools()), answered)
  }
  return new PublishedWatch({
    clock,
    random,
    notBefore: () => riskPause.until(platform.name),
    ...(recent && measures && { lookAtLines: looking(recent) }),
    ...(displayed && { lookAtPaid: looking(displayed) }),
    measured: parts.measured,
    sampled: parts.sampled,
    displayed: parts.displayed,
  })
}

/** The socket on which a room is heard that broadcasts, as far as anybody knows. */
export function openSocketOf({ phase, memory }: State): OpenSocket | undefined {
  if (phase.name !== 'live' || !isOnAir({ phase, memory })) return undefined
  const { ticket, connection } = phase.held
  const { generation } = memory
  return { generation, ticket, ...(connection.login !== undefined && { login: connection.login }) }
}

/** Whether a room broadcasts; one of which nothing is known does. */
export function isOnAir({ memory }: State): boolean {
  return (memory.told.room?.state ?? 'live') === 'live'
}
