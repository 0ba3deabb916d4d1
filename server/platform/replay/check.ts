import { type TestEvent, testEvent } from '../../../proto/feed/schema/test-event.ts'
import { zodMessages } from '../../lib/zod-messages.ts'
import { Unreadable } from '../../lib/file/text-line.ts'

/** Checks an event. @throws Unreadable with its defect, beginning with `where`. */
export function eventAt(where: string, value: unknown): TestEvent {
  const parsed = testEvent.safeParse(value, { error: zodMessages })
  if (parsed.success) return parsed.data as TestEvent // zod's optional fields may be undefined
  throw new Unreadable(`${where}: ${said(parsed.error)}`)
}

/** Parses an object. @throws Unreadable for other texts, beginning with `where`. */
export function objectAt(where: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'broken'
    throw new Unreadable(`${where}: not JSON (${why})`, { cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>> // any object is one
  }
  throw new Unreadable(`${where}: not a JSON object`)
}

interface Complaint {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}

/** Returns the complaints of a schema in one line. */
export function said({ issues }: Complaint): string {
  const first = issues.slice(0, 3).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join('.')}: ${message}`
  })
  return first.join('; ')
}
