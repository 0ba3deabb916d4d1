import type { FeedState } from '../../client/reduce.ts'
import type { Figures, Words } from '../../locale/index.ts'

/** What the status line says. */
export interface StatusLine {
  readonly wrong: boolean
  readonly text: string
}

/** What the status line is made from. */
export interface StatusFacts {
  /** Absent while no address is set. */
  readonly state?: FeedState
  /** True if the connection has been away long enough to mention it. */
  readonly away: boolean
  readonly debug: boolean
  readonly figures: Figures
}

/** The status line in words; undefined while there is nothing to say. */
export function statusLine(facts: StatusFacts, words: Words): StatusLine | undefined {
  const { state, away, debug, figures } = facts
  const text = state && connectionText(state, words)
  const wrong = state?.status.kind === 'refused' || (away && state?.status.kind !== 'open')
  if (!debug) return wrong && text !== undefined ? { wrong, text } : undefined
  const room = state?.room
  const sources = Object.entries(state?.sources ?? {}).flatMap(([name, { source }]) =>
    source ? [`${name}: ${words.source[source.state]}`] : [],
  )
  const parts = [room, text, ...sources, words.figures(figures)]
  return { wrong, text: parts.filter((part) => part !== undefined).join(' · ') }
}

/** How the connection stands, in words. */
export function connectionText({ status }: FeedState, words: Words): string | undefined {
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
