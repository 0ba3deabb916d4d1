import type { FeedEvent } from '../../../proto/feed/index.ts'
import { commandOf } from './command.ts'
import type { Reducer } from './reducer.ts'
import { VersionedMap, versioned } from './versioned-map.ts'

/** The vote of one user. */
export interface Ballot {
  readonly choice: string
  /** The id of the event. */
  readonly event: string
  readonly source: string
}

/** The state of a vote. */
export interface Vote {
  /** By choice; all choices are present from the start. */
  readonly counts: Readonly<Record<string, number>>
  /** By id of the user. */
  readonly ballots: ReadonlyMap<string, Ballot>
}

/** The rules of a vote. */
export interface VoteRules {
  /** Each choice with its texts: `{ left: ['左', 'l'], right: ['右', 'r'] }`. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** True if a later vote replaces the earlier one; default true. */
  readonly mayChange?: boolean
}

/**
 * Makes a vote by chat: one ballot for each user. A user without an id, because the platform hid
 * it, has none; the ballot of a user that a moderator withdraws is removed.
 */
export function createVote({ choices, mayChange = true }: VoteRules): Reducer<Vote> {
  const names = Object.keys(choices)
  const choiceOf = new Map(
    Object.entries(choices).flatMap(([name, words]) =>
      words.map((word) => [commandOf(word), name] as const),
    ),
  )
  const none = new Map(names.map((name) => [name, 0]))
  const counted = (ballots: ReadonlyMap<string, Ballot>): Vote => {
    const counts = new Map(none)
    for (const { choice } of ballots.values()) counts.set(choice, (counts.get(choice) ?? 0) + 1)
    return { ballots: new VersionedMap(ballots), counts: Object.fromEntries(counts) }
  }
  return {
    initial: counted(new Map()),
    step: (state, event) => {
      if (event.type === 'retract') {
        const left = [...state.ballots].filter((entry) => !isWithdrawn(entry, event))
        return left.length === state.ballots.size ? state : counted(new Map(left))
      }
      const voter = event.user?.id
      if (event.type !== 'chat' || voter === undefined) return state
      const choice = choiceOf.get(commandOf(event.text))
      const before = state.ballots.get(voter)
      if (choice === undefined || (before && !mayChange)) return state
      const ballot = { choice, event: event.id, source: event.source }
      return {
        ballots: versioned(state.ballots).set(voter, ballot),
        counts: moved(state.counts, before?.choice, choice),
      }
    },
  }
}

/** Returns the counts after one voter chose `to` instead of `from`. */
function moved(counts: Vote['counts'], from: string | undefined, to: string): Vote['counts'] {
  if (from === to) return counts
  const taken = from === undefined ? {} : { [from]: (counts[from] ?? 0) - 1 }
  return { ...counts, ...taken, [to]: (counts[to] ?? 0) + 1 }
}

type Retract = Extract<FeedEvent, { type: 'retract' }>

function isWithdrawn(
  [voter, { event, source }]: readonly [string, Ballot],
  { target, source: by }: Retract,
): boolean {
  if ('all' in target) return source === by
  return 'user' in target ? target.user === voter : target.events.includes(event)
}
