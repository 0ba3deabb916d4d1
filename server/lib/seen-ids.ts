/**
 * Returns a function that tells new ids from repeated ones by the newest `most` ids. It returns true
 * for an id that is not remembered, else false; each call makes the id the newest.
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
