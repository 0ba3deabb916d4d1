// How a new version of a command is named beside the old one: INTERACT_WORD_V2, SUPER_CHAT_MESSAGE_JPN.
// The number may stand in the middle: POPULARITY_RED_POCKET_V2_START.
const version = /_V\d{1,2}(?=_|$)/g
const suffix = /_(?:NEW|PB|EXT|PRO|JPN|KOR|ENG|TWN|MUST_RECEIVE|\d{1,2})$/

/**
 * Tells which command an unknown one is a new version of, as far as its name says. Platforms change
 * this way: the old command falls silent room by room, and nothing fails.
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
