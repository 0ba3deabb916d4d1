import { fieldsOf, textOf } from '../../json/field.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'

/** Reads `INTERACTION_END`: nothing more comes for this game; the app has to be started again. */
export function interactionEnd(command: Command): Normalized {
  const game = textOf(fieldsOf<'game_id'>(command['data']).game_id)
  return game === undefined ? undefined : { kind: 'ended', reason: `game ${game} has ended` }
}
