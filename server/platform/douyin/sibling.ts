import { ignored } from './ignored.ts'
import { normalizers } from './normalizers.ts'

const webcast = 'Webcast'
const message = 'Message'

// The forms in which Douyin writes versions, anywhere in a name.
const version = /V\d{1,2}(?![a-z\d])|New(?![a-z])|(?<=[a-z])\d{1,2}(?!\d)/g

/**
 * Returns the known method of which an unknown one is another form, according to its name: a
 * version of it, or a kind of it, whose name has the same end (LightGift is a kind of Gift).
 */
export function siblingOf(method: string): string | undefined {
  if (normalizers.has(method) || ignored.has(method) || method.length > longest) return undefined
  const same = known.get(stemOf(method))
  return same ?? [...kinds].find(([stem]) => stemOf(method).endsWith(stem))?.[1]
}

const longest = 100

/** Returns a name without its version and without the parts that all names have. */
function stemOf(method: string): string {
  const plain = method.replaceAll(version, '')
  return plain.replace(webcast, '').replace(message, '')
}

const known: ReadonlyMap<string, string> = new Map(
  [...normalizers.keys()].toReversed().map((method) => [stemOf(method), method]),
)

// Messages about actions of viewers. Those about a room and its figures are too many.
const kinds: ReadonlyMap<string, string> = new Map([
  ['Chat', 'WebcastChatMessage'],
  ['Gift', 'WebcastGiftMessage'],
  ['Like', 'WebcastLikeMessage'],
  ['Member', 'WebcastMemberMessage'],
  ['Social', 'WebcastSocialMessage'],
  ['Fansclub', 'WebcastFansclubMessage'],
  ['LuckyBox', 'WebcastLuckyBoxMessage'],
])
