/**
 * Remembers the newest `most` ids. The function it returns is true the first time it is given an id,
 * and false as long as that is remembered; each time makes the id the newest.
 */
export function createSeenIds(most: number): (id: string) => boolean {
  const seen = new Set<string>() // in order of the last time
  return (id) => {
    const isNew = !seen.delete(id)
    seen.add(id)
    const [oldest] = seen
    if (seen.size > most && oldest !== undefined) seen.delete(oldest)
    return isNew
  }
}
