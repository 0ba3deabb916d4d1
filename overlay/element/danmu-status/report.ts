import type { FeedState } from '../../client/reduce.ts'
import type { ElementWords } from '../../locale/element/index.ts'

/** One thing to be said about the room or the connection. */
export interface Remark {
  readonly wrong: boolean
  readonly text: string
}

/** What is measured on the page. */
export interface Measured {
  /** True if the connection has been away long enough to mention it. */
  readonly away: boolean
  /** Since the last event; undefined if there was none. */
  readonly quietSeconds: number | undefined
  readonly fps: number
  /** Left out by the elements of the page. */
  readonly dropped: number
}

/** What is wrong, in words; nothing while all is well. */
export function troubles(
  feed: FeedState,
  { away }: Measured,
  words: ElementWords,
): readonly Remark[] {
  const connection = connectionText(feed, words)
  const lost = feed.status.kind === 'refused' || (away && feed.status.kind !== 'open')
  const sources = Object.entries(feed.sources).flatMap(([name, { source }]) =>
    source && isTrouble(source.state)
      ? [joined([name, words.source[source.state], source.reason])]
      : [],
  )
  const texts = [...(lost && connection !== undefined ? [connection] : []), ...sources]
  return texts.map((text) => ({ wrong: true, text }))
}

/** All there is to say, with figures. */
export function everything(
  feed: FeedState,
  measured: Measured,
  words: ElementWords,
): readonly Remark[] {
  const wrong = troubles(feed, measured, words)
  const connection = joined([feed.room, connectionText(feed, words)])
  const sources = Object.entries(feed.sources).flatMap(([name, { source }]) => {
    if (!source) return []
    const state = isTrouble(source.state) ? [] : [joined([name, words.source[source.state]])]
    return [...state, ...(source.limits ?? []).map((limit) => words.limits[limit])]
  })
  const { quietSeconds, fps, dropped } = measured
  const figures = joined([
    words.lastEvent(quietSeconds),
    words.framesPerSecond(fps),
    words.dropped(dropped + feed.skipped),
    feed.missed > 0 ? words.missed(feed.missed) : undefined,
  ])
  const calm = [connection, ...sources, figures].filter(
    (text) => text !== '' && !wrong.some((remark) => remark.text === text),
  )
  return [...wrong, ...calm.map((text) => ({ wrong: false, text }))]
}

function connectionText({ status }: FeedState, words: ElementWords): string | undefined {
  switch (status.kind) {
    case 'connecting':
      return words.connecting
    case 'open':
      return words.connected
    case 'waiting':
      return words.disconnected(status.reason)
    case 'refused':
      return words.refused(status.reason)
    case 'closed':
      return undefined
  }
}

function isTrouble(state: keyof ElementWords['source']): boolean {
  return state === 'stalled' || state === 'blocked' || state === 'failed'
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}
