/**
 * Returns a value with every unpaired surrogate in its texts replaced by U+FFFD; the same value if
 * there is none. Databases refuse an unpaired surrogate, and many languages cannot print it.
 */
export function wellFormed<T>(value: T): T {
  return mapTexts(value, (text) => (text.isWellFormed() ? text : text.toWellFormed()))
}

/** Returns a value with every text in it cut to `most` UTF-16 units; what is cut ends in `…`. */
export function shortened<T>(value: T, most: number): T {
  return mapTexts(value, (text) =>
    text.length <= most ? text : `${text.slice(0, most - 1)}…`.toWellFormed(),
  )
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  return mapValue(value, 0, change) as T // of the same shape: only texts are replaced, by texts
}

// Deeper than any event. In raw messages, deeper values stay unchanged.
const maxDepth = 64

type Change = (text: string) => string

function mapValue(value: unknown, depth: number, change: Change): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null || depth === maxDepth) return value
  return Array.isArray(value)
    ? mapItems(value, depth + 1, change)
    : mapFields(value, depth + 1, change)
}

function mapItems(items: readonly unknown[], depth: number, change: Change): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let index = 0; index < items.length; index++) {
    const after = mapValue(items[index], depth, change)
    if (after !== items[index]) (changed ??= [...items])[index] = after
  }
  return changed ?? items
}

function mapFields(fields: object, depth: number, change: Change): object {
  let changed: Record<string, unknown> | undefined
  for (const [name, before] of Object.entries(fields)) {
    const after = mapValue(before, depth, change)
    if (after !== before) (changed ??= { ...fields })[name] = after
  }
  return changed ?? fields
}
