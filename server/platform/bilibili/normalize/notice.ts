import type { BareDraft } from '../../platform.ts'
import { fieldsOf, isObject, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized, Normalize } from '../../bilibili-packet/read.ts'
import { userOf } from '../user.ts'

type Notice = Extract<BareDraft, { readonly type: 'notice' }>

/**
 * Returns the reader of a command that is a notice, at most with a text of the platform in `msg`.
 */
export function notice(code: string, level: 'info' | 'warning' = 'info'): Normalize {
  return (command) => [noticeOf(code, level, command)]
}

/** Reads `ROOM_BLOCK_MSG`: a user may not write here any more. */
export function blocked(command: Command): Normalized {
  const data = fieldsOf<'uid' | 'uname'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const user = userOf({ uid: data.uid ?? command['uid'], name: data.uname ?? command['uname'] })
  return [omitUndefined({ ...noticeOf('user-blocked', 'info', command), user })]
}

const mutes: ReadonlyMap<unknown, string> = new Map([
  ['member', 'chat-muted-for-all'],
  ['medal', 'chat-muted-below-badge-level'],
  ['level', 'chat-muted-below-user-level'],
  ['wealth', 'chat-muted-below-wealth-level'],
])

/**
 * Reads `ROOM_SILENT_ON`: some or all viewers are muted for a while; its text describes a new type.
 */
export function muted(command: Command): Normalized {
  if (!isObject(command['data'])) return undefined
  const code = mutes.get(fieldsOf<'type'>(command['data']).type) ?? 'chat-muted'
  return [noticeOf(code, 'info', command)]
}

function noticeOf(code: string, level: 'info' | 'warning', command: Command): Notice {
  const text = textOf(command['msg']) ?? textOf(fieldsOf<'msg'>(command['data']).msg)
  return omitUndefined({ type: 'notice', code, level, text })
}
