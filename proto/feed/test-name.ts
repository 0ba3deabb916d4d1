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
