/** The id of a room: a configured slug, or a source that is opened on demand. */
export type RoomId =
  | { readonly kind: 'slug'; readonly slug: string }
  | { readonly kind: 'source'; readonly platform: string; readonly ref: string }

/** The form of a room's name, and of other names in addresses. */
export const slugPattern = /^[a-z0-9-]{1,64}$/
// A ref contains no slash, space, quote, bracket or control character: it is used in URLs and logs.
const sourcePattern = /^([a-z][a-z0-9-]{0,31}):([A-Za-z0-9._-]{1,128})$/

/** Reads `movie-night` or `bilibili:21452505`; undefined if it is neither. */
export function parseRoomId(text: string): RoomId | undefined {
  if (slugPattern.test(text)) return { kind: 'slug', slug: text }
  const [, platform, ref] = sourcePattern.exec(text) ?? []
  return platform === undefined || ref === undefined ? undefined : { kind: 'source', platform, ref }
}
