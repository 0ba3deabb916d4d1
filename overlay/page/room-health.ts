import type { SourceEvent } from '../../proto/feed/index.ts'
import type { FeedState } from '../client/reduce.ts'
import { sorted } from '../element/feed/sorted.ts'
import { awayText } from '../locale/connection/index.ts'
import { pageWordsFor } from '../locale/page/index.ts'
import { sourceText } from '../locale/status/index.ts'

/** How well a room is heard: as well as the worst of its connection and its sources. */
export interface RoomHealth {
  /** `idle`: nothing is wrong, but nothing is to be heard either. */
  readonly level: 'good' | 'warn' | 'bad' | 'idle'
  readonly text: string
  /** When the source that is worst is tried next, epoch milliseconds of the server. */
  readonly retryAt?: number
  /** The server's own words about it: English, for who looks into it. */
  readonly details?: string
}

/** Returns how well a room is heard, in a language (BCP 47). */
export function roomHealth(state: FeedState | undefined, language: string): RoomHealth {
  if (state?.status.kind !== 'open') return connectionHealth(state, language)
  const sources = Object.values(state.sources).flatMap(({ source }) => source ?? [])
  const [worst] = sorted(sources, (a, b) => gravity(b) - gravity(a))
  if (!worst) return { level: 'good', text: pageWordsFor(language).status.open }
  return sourceHealth(worst, sources.length, language)
}

function connectionHealth(state: FeedState | undefined, language: string): RoomHealth {
  const status = state?.status ?? { kind: 'closed' }
  const text = pageWordsFor(language).status[status.kind]
  if (status.kind !== 'waiting' && status.kind !== 'refused') {
    return { level: levels[status.kind], text }
  }
  const details = status.reason === '' ? {} : { details: status.reason }
  return { level: levels[status.kind], text: awayText(status, language), ...details }
}

const levels = {
  connecting: 'warn',
  open: 'good',
  waiting: 'warn',
  refused: 'bad',
  closed: 'idle',
} as const satisfies Readonly<Record<FeedState['status']['kind'], RoomHealth['level']>>

function sourceHealth(worst: SourceEvent, count: number, language: string): RoomHealth {
  const { state, source, retryAt, reason } = worst
  const isWell = state === 'open' && worst.reasonCode === undefined
  const text = isWell ? pageWordsFor(language).status.open : sourceText(worst, language)
  return {
    level: sourceLevels[state],
    // Of several one wants to know which.
    text: count > 1 && !isWell ? `${source} · ${text}` : text,
    ...(retryAt !== undefined && { retryAt }),
    ...(reason !== undefined && { details: reason }),
  }
}

const sourceLevels = {
  open: 'good',
  ended: 'idle',
  connecting: 'warn',
  stalled: 'warn',
  blocked: 'bad',
  failed: 'bad',
} as const satisfies Readonly<Record<SourceEvent['state'], RoomHealth['level']>>

/** The order of {@link sourceLevels}: one that has ended is no reason to hide that others are heard. */
const gravities = ['ended', 'open', 'connecting', 'stalled', 'blocked', 'failed'] as const

function gravity({ state }: SourceEvent): number {
  return gravities.indexOf(state)
}
