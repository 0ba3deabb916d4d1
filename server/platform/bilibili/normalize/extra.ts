import type { User } from '../../../../proto/feed/index.ts'
import { type Fields, fieldsOf } from '../../json/field.ts'
import { userOf } from '../user.ts'

/** What we take from the JSON text that `DANMU_MSG` carries inside its JSON. */
export interface Extra {
  /** The message's own id, 34 hex digits. Those of early 2023 and before have none. */
  readonly id?: string | undefined
  /** Pictures of the words in brackets, by the word. */
  readonly emotes?: Fields<string> | undefined
  readonly replyTo?: User | undefined
}

// Quotes in what a viewer wrote are escaped in this text, so no viewer can forge these.
const idField = '"id_str":"'
const emotesField = '"emots":'
const replyField = /"reply_mid":[1-9]/

const idForm = /^\w{1,64}$/

/**
 * Reads the `extra` of a message. Most say nothing but the id, so the text, a third of the message, is
 * parsed as JSON only where there is more.
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
 * Where a field's value begins; the text's end if it is not there. What nearly every message has stands near
 * its end: searched from there it costs a fifth of what a pattern does.
 */
function endOf(field: string, text: string): number {
  const at = text.lastIndexOf(field)
  return at < 0 ? text.length : at + field.length
}

function parse(text: string): Fields<'emots' | 'reply_mid' | 'reply_uname'> {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    // The line itself is sound; it merely goes out without its pictures.
    return {}
  }
}
