/**
 * Returns a value with every half of a surrogate pair in its texts replaced by U+FFFD; the same value
 * if there is none. Such a half is no text: databases refuse it, and many languages cannot print it.
 */
export function wellFormed<T>(value: T): T {
  return mended(value, 0) as T // of the same shape: only texts are replaced, by texts
}

// Deeper than any event. What lies below, in messages that nobody maps, stays as it came.
const maxDepth = 64

function mended(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed()
  if (typeof value !== 'object' || value === null || depth === maxDepth) return value
  return Array.isArray(value) ? mendedItems(value, depth + 1) : mendedFields(value, depth + 1)
}

function mendedItems(items: readonly unknown[], depth: number): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let index = 0; index < items.length; index++) {
    const after = mended(items[index], depth)
    if (after !== items[index]) (changed ??= [...items])[index] = after
  }
  return changed ?? items
}

function mendedFields(fields: object, depth: number): object {
  let changed: Record<string, unknown> | undefined
  for (const [name, before] of Object.entries(fields)) {
    const after = mended(before, depth)
    if (after !== before) (changed ??= { ...fields })[name] = after
  }
  return changed ?? fields
}
