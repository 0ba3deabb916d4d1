import type { Reading } from '../platform/platform.ts'
import type { Kinds } from './report.ts'

/** Counts the messages of a frame by name. */
export function countKinds(
  before: Kinds,
  { drafts, events = [], raws, effects, faults }: Reading,
): Kinds {
  const leftOut = effects.flatMap((effect) => (effect.kind === 'ignored' ? [effect.method] : []))
  return {
    events: counted(
      before.events,
      [...drafts, ...events].map(({ type }) => type),
    ),
    unknown: counted(
      before.unknown,
      raws.map(({ method }) => method),
    ),
    leftOut: counted(before.leftOut, leftOut),
    faults: counted(
      before.faults,
      faults.map(({ kind }) => kind),
    ),
  }
}

// Names come from received messages: their number may be endless.
const mostNames = 100

function counted(
  before: Readonly<Record<string, number>>,
  names: readonly string[],
): Readonly<Record<string, number>> {
  if (names.length === 0) return before
  const after = new Map(Object.entries(before))
  for (const name of names) {
    if (after.has(name) || after.size < mostNames) after.set(name, (after.get(name) ?? 0) + 1)
  }
  return Object.fromEntries(after)
}
