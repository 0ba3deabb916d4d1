import type { Draft } from './draft.ts'

const prefix = 'test:'

/** True for the sources and ids of test events; no platform is called `test`. */
export function isTestName(name: string): boolean {
  return name.startsWith(prefix)
}

/**
 * The source of events that are published to try out a room or a source: `test:movie-night`,
 * `test:bilibili.21452505`.
 */
export function testSourceOf(name: string): string {
  return testIdOf(isTestName(name) ? name : name.replaceAll(':', '.'))
}

/** The id of a test event: never that of a real one, so that it neither hides nor retracts any. */
export function testIdOf(id: string): string {
  return isTestName(id) ? id : `${prefix}${id}`
}

/** Marks an event as a test; what it retracts are tests too. @param nameOf - makes ids of tests. */
export function asTest<T extends Draft>(
  event: T,
  id: string,
  nameOf: (id: string) => string = testIdOf,
): T {
  if (event.type !== 'retract' || !('events' in event.target)) return { ...event, id, test: true }
  return { ...event, id, test: true, target: { events: event.target.events.map(nameOf) } }
}
