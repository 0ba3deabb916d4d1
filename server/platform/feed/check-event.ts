import type { z } from 'zod'
import { eventTypes } from '../../../proto/feed/index.ts'
import { feedEvent } from '../../../proto/feed/schema/event.ts'

type Issue = z.core.$ZodIssue

const knownTypes: ReadonlySet<unknown> = new Set(eventTypes)

type Fields = Readonly<Record<string, unknown>>

/** A checked event, or the defect without which it cannot be read. */
export type Checked = { readonly event: Fields } | { readonly defect: string }

// This relay assigns these itself.
const assigned = { v: 1, room: 'x', receivedAt: 0 }

// These are for display: a wrong one is replaced, because the event has its meaning without it.
const displayed: Readonly<Record<string, unknown>> = { shownMs: 60_000, level: 'info' }

// A sum is as the other relay has it, or the event is not read.
const money: ReadonlySet<unknown> = new Set(['value', 'price', 'income'])

// More wrong fields than this have no event to save.
const maxRemoved = 20

/**
 * Checks an event by the schema of its type. An optional field with a wrong value costs the field,
 * a required one costs the event. An event of a newer type is correct, and so is a newer word of a
 * list that this version knows.
 */
export function checkEvent(event: Fields): Checked {
  if (!knownTypes.has(event['type'])) return { event }
  let rest = event
  for (let count = 0; count < maxRemoved; count++) {
    const { error } = feedEvent.safeParse({ ...rest, ...assigned })
    const issue = error?.issues.find((one) => !isNewerValue(one, rest))
    if (!issue) return { event: rest }
    const without = repaired(rest, issue.path)
    if (!without) return { defect: `an event whose ${fieldOf(issue)} is wrong` }
    rest = without
  }
  return { defect: `an event with more than ${maxRemoved} wrong fields` }
}

function repaired(event: Fields, path: readonly PropertyKey[]): Fields | undefined {
  const [name = ''] = path
  if (money.has(name)) return undefined
  if (path.length === 1 && Object.hasOwn(displayed, name)) {
    return { ...event, [name]: displayed[String(name)] }
  }
  return withoutField(event, path)
}

/**
 * Returns an event without the value at a path; without what contains it, if the value is missing;
 * undefined if the event itself lacks the value.
 */
function withoutField(event: Fields, path: readonly PropertyKey[]): Fields | undefined {
  const place = valueAt(event, path) === undefined ? path.slice(0, -1) : path
  if (place.length === 0) return undefined
  return removed(event, place) as Fields // the copy of an object
}

function removed(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return value
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return rest.length === 0
      ? items.toSpliced(Number(key), 1)
      : items.with(Number(key), removed(items[Number(key)], rest))
  }
  const copy = { ...(value as Record<PropertyKey, unknown>) } // a path leads through objects
  if (rest.length > 0) copy[key] = removed(copy[key], rest)
  else Reflect.deleteProperty(copy, key)
  return copy
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
