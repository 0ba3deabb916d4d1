import type { RankEvent } from '../../../proto/feed/index.ts'
import { type Filter, welcome } from '../base/filter.ts'
import { sorted } from '../base/sorted.ts'

/** A displayed row of a board. */
export interface BoardRow {
  /** The key, the same for the same user; for an unknown user it is the place. */
  readonly key: string
  readonly place: number
  readonly user: RankEvent['rows'][number]['user']
  readonly score: number | undefined
  /** The score as a share of the highest one, 0 to 1; 0 where there is none. */
  readonly share: number
}

/** Returns the newest board of a name; of any name if it is empty. */
export function boardOf(boards: readonly RankEvent[], name: string): RankEvent | undefined {
  return boards
    .filter(({ board }) => name === '' || board === name)
    .reduce<RankEvent | undefined>(
      (newest, board) => (newest && newest.receivedAt > board.receivedAt ? newest : board),
      undefined,
    )
}

/** Returns the first rows of a board, without blocked users; places stay those of the board. */
export function rowsOf(
  board: RankEvent | undefined,
  { max, filter }: { readonly max: number; readonly filter: Filter },
): readonly BoardRow[] {
  const rows = sorted(board?.rows ?? [], (a, b) => a.rank - b.rank)
    .filter(({ user }) => welcome(user, filter))
    .slice(0, Math.max(1, max))
  const highest = Math.max(0, ...rows.map(({ score = 0 }) => score))
  const seen = new Set<string>()
  return rows.map(({ rank, user, score }, index) => {
    const known = user.id !== undefined && !seen.has(user.id)
    const key = known ? (user.id ?? '') : `place ${index}`
    seen.add(key)
    return { key, place: rank, user, score, share: highest === 0 ? 0 : (score ?? 0) / highest }
  })
}
