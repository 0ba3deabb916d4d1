import type { Draft } from './draft.ts'

const prefix = 'test:'

/** Returns true for the sources and ids of test events; no platform is called `test`. */
export function isTestName(name: string): boolean {
  return name.startsWith(prefix)
}

/**
 * Returns the source of test events for a room or a source: `test:movie-night`,
 * `test:bilibili.21452505`.
 */
export function testSourceOf(name: string): string {
  return testIdOf(isTestName(name) ? name : name.replaceAll(':', '.'))
}

/** Returns the id of a test event, which differs from every real id, so that it affects no real event. */
export function testIdOf(id: string): string {
  return isTestName(id) ? id : `${prefix}${id}`
}

/** Marks an event as a test; it retracts only tests. @param nameOf - returns the id of a test. */
export function asTest<T extends Draft>(
  event: T,
  id: string,
  nameOf: (id: string) => string = testIdOf,
): T {
  if (event.type !== 'retract' || !('events' in event.target)) return { ...event, id, test: true }
  return { ...event, id, test: true, target: { events: event.target.events.map(nameOf) } }
}
