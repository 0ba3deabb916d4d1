import type { SourceEvent } from '../../proto/feed/index.ts'
import type { FeedState } from '../client/reduce.ts'
import { sorted } from '../element/base/sorted.ts'
import { wordsFor } from '../locale/index.ts'
import { awayText, connectionWords } from '../locale/connection.ts'
import { sourceText } from '../locale/status.ts'

/** The health of a room: the worst state of its connection and its sources. */
export interface RoomHealth {
  /** `idle` means that nothing is wrong, but nothing can be received either. */
  readonly level: 'good' | 'warn' | 'bad' | 'idle'
  readonly text: string
  /** The time of the next attempt of the worst source, epoch milliseconds on the server's clock. */
  readonly retryAt?: number
  /** The server's own text, always English, for operators. */
  readonly details?: string
}

/** Returns the health of a room in a language (BCP 47). */
export function roomHealth(state: FeedState | undefined, language: string): RoomHealth {
  if (state?.status.kind !== 'open') return connectionHealth(state, language)
  const sources = Object.values(state.sources).flatMap(({ source }) => source ?? [])
  const [worst] = sorted(sources, (a, b) => severity(b) - severity(a))
  if (!worst) return { level: 'good', text: wordsFor(connectionWords, language).states.open }
  return sourceHealth(worst, sources.length, language)
}

function connectionHealth(state: FeedState | undefined, language: string): RoomHealth {
  const status = state?.status ?? { kind: 'closed' }
  const text = wordsFor(connectionWords, language).states[status.kind]
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
  const text = isWell
    ? wordsFor(connectionWords, language).states.open
    : sourceText(worst, language)
  return {
    level: sourceLevels[state],
    // If there are several sources, the text names the one with the problem.
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

/**
 * Source states by severity. `ended` is lowest, so that a room whose other source is open counts as
 * open.
 */
const severities = ['ended', 'open', 'connecting', 'stalled', 'blocked', 'failed'] as const

function severity({ state }: SourceEvent): number {
  return severities.indexOf(state)
}
