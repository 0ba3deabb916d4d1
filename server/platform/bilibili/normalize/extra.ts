import type { User } from '../../../../proto/feed/index.ts'
import { type Fields, fieldsOf } from '../../json/field.ts'
import { userOf } from '../user.ts'

/** The used fields of the JSON text that `DANMU_MSG` carries inside its JSON. */
export interface Extra {
  /** The message's own id, 34 hex digits. Those of early 2023 and before have none. */
  readonly id?: string | undefined
  /** The pictures of the words in brackets, by the word. */
  readonly emotes?: Fields<string> | undefined
  readonly replyTo?: User | undefined
}

// Quotes in the text of a viewer are escaped here, so no viewer can forge these.
const idField = '"id_str":"'
const emotesField = '"emots":'
const replyField = /"reply_mid":[1-9]/

const idForm = /^\w{1,64}$/

/**
 * Reads the `extra` of a message. Most have only the id, so the text, a third of the message, is
 * parsed as JSON only if there is more.
 */
export function extraOf(value: unknown): Extra {
  if (typeof value !== 'string') return {}
  const id = idIn(value)
  if (following(emotesField, value) !== '{' && !replyField.test(value)) return { id }
  const extra = parse(value)
  const replyTo = userOf({ uid: extra.reply_mid, name: extra.reply_uname })
  return { id, emotes: fieldsOf<string>(extra.emots), replyTo }
}

function idIn(text: string): string | undefined {
  const from = endOf(idField, text)
  const to = text.indexOf('"', from)
  const id = to < 0 ? '' : text.slice(from, to)
  return idForm.test(id) ? id : undefined
}

function following(field: string, text: string): string {
  return text.charAt(endOf(field, text))
}

/**
 * Returns the start of a field's value; the text's end if the field is missing. The fields of
 * nearly every message stand near its end: a search from there costs a fifth of a pattern.
 */
function endOf(field: string, text: string): number {
  const at = text.lastIndexOf(field)
  return at < 0 ? text.length : at + field.length
}

function parse(text: string): Fields<'emots' | 'reply_mid' | 'reply_uname'> {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    // The line itself is valid; it is merely published without its pictures.
    return {}
  }
}
