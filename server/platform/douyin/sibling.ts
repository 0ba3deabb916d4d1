import { leftOut } from './left-out.ts'
import { readers } from './table.ts'

const webcast = 'Webcast'
const message = 'Message'

// As parts of names Douyin writes; the version may stand anywhere.
const version = /V\d{1,2}(?![a-z\d])|New(?![a-z])|(?<=[a-z])\d{1,2}(?!\d)/g

/**
 * Tells which method an unknown one is another form of, as far as its name says: a version of it, or
 * a kind of it, whose name ends like that of what it is a kind of (a light gift is a gift).
 */
export function siblingOf(method: string): string | undefined {
  if (readers.has(method) || leftOut.has(method) || method.length > longest) return undefined
  const same = known.get(stemOf(method))
  return same ?? [...kinds].find(([stem]) => stemOf(method).endsWith(stem))?.[1]
}

const longest = 100

/** What a method tells, without what is the same in all names and without its version. */
function stemOf(method: string): string {
  const plain = method.replaceAll(version, '')
  return plain.replace(webcast, '').replace(message, '')
}

const known: ReadonlyMap<string, string> = new Map(
  [...readers.keys()].toReversed().map((method) => [stemOf(method), method]),
)

// What people say, give and do. Of a room and its figures there are hundreds of messages.
const kinds: ReadonlyMap<string, string> = new Map([
  ['Chat', 'WebcastChatMessage'],
  ['Gift', 'WebcastGiftMessage'],
  ['Like', 'WebcastLikeMessage'],
  ['Member', 'WebcastMemberMessage'],
  ['Social', 'WebcastSocialMessage'],
  ['Fansclub', 'WebcastFansclubMessage'],
  ['LuckyBox', 'WebcastLuckyBoxMessage'],
])
