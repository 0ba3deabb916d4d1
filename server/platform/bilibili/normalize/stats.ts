import type { StatsEvent } from '../../../../proto/feed/index.ts'
import { countOf, fieldsOf } from '../../json/field.ts'
import type { Command, Normalized, Normalize } from '../../bilibili-packet/read.ts'

type Figure = keyof Pick<StatsEvent, 'online' | 'seen' | 'likes' | 'followers'>

/** Returns the reader of a command with one figure of the room, in the given field of `data`. */
export function stats(figure: Figure, field: string): Normalize {
  return (command) => {
    const count = countOf(fieldsOf<string>(command['data'])[field])
    return count === undefined ? undefined : [{ type: 'stats', [figure]: count }]
  }
}

/**
 * Reads `ONLINE_RANK_COUNT`: the number of viewers. Its `count` is of those on the rank only, and
 * some messages have nothing else.
 */
export function online(command: Command): Normalized {
  const data = fieldsOf<'count' | 'online_count'>(command['data'])
  const watching = countOf(data.online_count)
  if (watching !== undefined) return [{ type: 'stats', online: watching }]
  return countOf(data.count) === undefined ? undefined : []
}
