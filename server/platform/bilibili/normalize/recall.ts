import { countOf, fieldsOf, idOf, isObject, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { feedId } from '../id.ts'

// The scope of a withdrawal: one line, all lines of one viewer, or all lines of the room.
const kinds = { line: 1, viewer: 2, room: 3 } as const

/** Reads `RECALL_DANMU_MSG`: lines of chat are withdrawn. */
export function recall(command: Command): Normalized {
  const data = fieldsOf<'recall_type' | 'target_id' | 'msg'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const kind = countOf(data.recall_type)
  if (kind === kinds.room) return [{ type: 'retract', target: { all: true } }]
  const target = idOf(data.target_id)
  if (target !== undefined && kind === kinds.viewer) {
    return [{ type: 'retract', target: { user: feedId(target) } }]
  }
  if (target !== undefined && kind === kinds.line) {
    return [{ type: 'retract', target: { events: [feedId(target)] } }]
  }
  const text = textOf(data.msg)
  return [omitUndefined({ type: 'notice', code: 'messages-recalled', level: 'info', text })]
}
