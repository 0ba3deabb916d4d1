// The names of new versions of a command: INTERACT_WORD_V2, SUPER_CHAT_MESSAGE_JPN.
// The number may stand in the middle: POPULARITY_RED_POCKET_V2_START.
const version = /_V\d{1,2}(?=_|$)/g
const suffix = /_(?:NEW|PB|EXT|PRO|JPN|KOR|ENG|TWN|MUST_RECEIVE|\d{1,2})$/

/**
 * Creates a function that returns the known command of which an unknown one is a new version,
 * according to its name. Platforms change in this way: the old command stops room by room, without
 * an error.
 */
export function siblingsOf(known: Iterable<string>): (method: string) => string | undefined {
  const names = new Set(known)
  const byStem = new Map([...names].toReversed().map((name) => [stemOf(name), name]))
  return (method) => {
    if (names.has(method)) return undefined
    const unversioned = stemOf(method)
    return byStem.get(unversioned) ?? byStem.get(unversioned.replace(suffix, ''))
  }
}

function stemOf(name: string): string {
  return name.replaceAll(version, '')
}
