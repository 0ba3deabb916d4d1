import type { SourceEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import { connectionWords } from '../../locale/connection.ts'
import { wordsFor } from '../../locale/index.ts'
import { sourceText, statusWords } from '../../locale/status.ts'
import { troubleText } from '../base/trouble.ts'
import { isBroken } from './hindered.ts'

/** One remark about the room or the connection. */
export interface Remark {
  readonly wrong: boolean
  readonly text: string
}

/** The measurements of the page. */
export interface Measured {
  /** True if the connection has been lost long enough to be shown. */
  readonly away: boolean
  /** The names of sources that could not connect for `stuckAfterMs`. */
  readonly stuck: ReadonlySet<string>
  /** Seconds since the last event; undefined if there was none. */
  readonly quietSeconds: number | undefined
  readonly fps: number
  /** Events left out by the elements of the page. */
  readonly dropped: number
}

/** The functions that make the remarks; this module is loaded when one is needed. */
export interface Report {
  readonly troubles: Tell
  readonly everything: Tell
}

type Tell = (feed: FeedState, measured: Measured, language: string) => readonly Remark[]

/** Returns the current problems in words; none if there is no problem. */
export function troubles(feed: FeedState, measured: Measured, language: string): readonly Remark[] {
  const connection = troubleText({ feed, away: measured.away }, language)
  const sources = Object.entries(feed.sources).flatMap(([name, { source }]) =>
    source && isTrouble(name, source, measured)
      ? [joined([name, sourceText(source, language)])]
      : [],
  )
  const texts = [...(connection === undefined ? [] : [connection]), ...sources]
  return texts.map((text) => ({ wrong: true, text }))
}

/** Returns the full report, with figures. */
export function everything(
  feed: FeedState,
  measured: Measured,
  language: string,
): readonly Remark[] {
  const wrong = troubles(feed, measured, language)
  const words = wordsFor(statusWords, language)
  const isOpen = feed.status.kind === 'open'
  const connection = joined([
    feed.room,
    isOpen ? wordsFor(connectionWords, language).states.open : undefined,
  ])
  const sources = Object.entries(feed.sources).flatMap(([name, { source }]) => {
    if (!source) return []
    const isWell = !isTrouble(name, source, measured)
    const state = isWell ? [joined([name, sourceText(source, language)])] : []
    return [...state, ...(source.limits ?? []).map((limit) => words.limits[limit])]
  })
  const { quietSeconds, fps, dropped } = measured
  const figures = joined([
    words.lastEvent(quietSeconds),
    words.framesPerSecond(fps),
    words.dropped(dropped + feed.skipped),
    feed.missed > 0 ? words.missed(feed.missed) : undefined,
  ])
  const calm = [connection, ...sources, figures].filter((text) => text !== '')
  return [...wrong, ...calm.map((text) => ({ wrong: false, text }))]
}

function isTrouble(name: string, source: SourceEvent, { stuck }: Measured): boolean {
  return isBroken(source) || stuck.has(name)
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}
