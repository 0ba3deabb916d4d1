import type { z } from 'zod'
import { eventTypes } from '../../../proto/feed/index.ts'
import { feedEvent } from '../../../proto/feed/schema/event.ts'

type Issue = z.core.$ZodIssue

const knownTypes: ReadonlySet<unknown> = new Set(eventTypes)

/**
 * Returns the first defect of an event by the schema of its type; undefined if it has none. An event
 * of a newer type has none, and neither has a newer word of a list that we know.
 */
export function defectOf(event: Readonly<Record<string, unknown>>): string | undefined {
  if (!knownTypes.has(event['type'])) return undefined
  const { error } = feedEvent.safeParse(event)
  const issue = error?.issues.find((one) => !isNewerValue(one, event))
  return issue && `an event whose ${fieldOf(issue)} is wrong`
}

/** Returns true if the value has the right type, and is only none of those that are listed. */
function isNewerValue(issue: Issue, event: unknown): boolean {
  const value = valueAt(event, issue.path)
  if (issue.code === 'invalid_value') return isLike(value, issue.values[0])
  if (issue.code !== 'invalid_union') return false
  return issue.errors.some((issues) => issues.every((inner) => isNewerValue(inner, value)))
}

function isLike(value: unknown, listed: unknown): boolean {
  const type = typeof value
  return type === typeof listed && (type === 'string' || type === 'number')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of path)
    inner = (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key]
  return inner
}

function fieldOf({ path }: Issue): string {
  const names = path.filter((key) => typeof key === 'string')
  return names.length === 0 ? 'form' : names.join('.')
}
