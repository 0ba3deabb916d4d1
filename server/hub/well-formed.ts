/**
 * Returns a value with every half of a surrogate pair in its texts replaced by U+FFFD; the same value
 * if there is none. Such a half is no text: databases refuse it, and many languages cannot print it.
 */
export function wellFormed<T>(value: T): T {
  return withTexts(value, (text) => (text.isWellFormed() ? text : text.toWellFormed()))
}

/** Returns a value with every text in it cut to `most` UTF-16 units; what is cut ends in `…`. */
export function shortened<T>(value: T, most: number): T {
  return withTexts(value, (text) =>
    text.length <= most ? text : `${text.slice(0, most - 1)}…`.toWellFormed(),
  )
}

function withTexts<T>(value: T, change: (text: string) => string): T {
  return mended(value, 0, change) as T // of the same shape: only texts are replaced, by texts
}

// Deeper than any event. What lies below, in messages that nobody maps, stays as it came.
const maxDepth = 64

type Change = (text: string) => string

function mended(value: unknown, depth: number, change: Change): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null || depth === maxDepth) return value
  return Array.isArray(value)
    ? mendedItems(value, depth + 1, change)
    : mendedFields(value, depth + 1, change)
}

function mendedItems(items: readonly unknown[], depth: number, change: Change): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let index = 0; index < items.length; index++) {
    const after = mended(items[index], depth, change)
    if (after !== items[index]) (changed ??= [...items])[index] = after
  }
  return changed ?? items
}

function mendedFields(fields: object, depth: number, change: Change): object {
  let changed: Record<string, unknown> | undefined
  for (const [name, before] of Object.entries(fields)) {
    const after = mended(before, depth, change)
    if (after !== before) (changed ??= { ...fields })[name] = after
  }
  return changed ?? fields
}
