import type { PlatformDraft } from '../../platform.ts'
import { fieldsOf, textOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning, Normalize } from '../../wire/read.ts'
import { userOf } from '../user.ts'

/** A command that says one thing, at most with a word of the platform in `msg`. */
export function notice(code: string, level: 'info' | 'warning' = 'info'): Normalize {
  return (command) => [noticeOf(code, level, command['msg'])]
}

/** `ROOM_BLOCK_MSG`: somebody may not write here any more. */
export function blocked(command: Command): Meaning {
  const data = fieldsOf<'uid' | 'uname'>(command['data'])
  const user = userOf({ uid: data.uid, name: data.uname })
  return user && [{ ...noticeOf('user-blocked', 'info', undefined), user }]
}

const mutes: ReadonlyMap<unknown, string> = new Map([
  ['member', 'chat-muted-for-all'],
  ['medal', 'chat-muted-below-badge-level'],
  ['level', 'chat-muted-below-user-level'],
])

/** `ROOM_SILENT_ON`: some or all may not write for a while. */
export function muted(command: Command): Meaning {
  const code = mutes.get(fieldsOf<'type'>(command['data']).type)
  return code === undefined ? undefined : [noticeOf(code, 'info', undefined)]
}

function noticeOf(code: string, level: 'info' | 'warning', words: unknown): PlatformDraft {
  const text = textOf(words)
  return present({ type: 'notice', code, level, text })
}
