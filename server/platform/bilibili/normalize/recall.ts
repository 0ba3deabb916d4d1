import { fieldsOf, idOf } from '../../wire/field.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { feedId } from '../id.ts'

/** `RECALL_DANMU_MSG`: everything one viewer said is withdrawn. */
export function recall(command: Command): Meaning {
  const uid = idOf(fieldsOf<'target_id'>(command['data']).target_id)
  return uid === undefined ? undefined : [{ type: 'retract', target: { user: feedId(uid) } }]
}
