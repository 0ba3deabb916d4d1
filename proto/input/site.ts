/**
 * The names and addresses of a platform and its rooms. It is plain data, so that a page can fetch
 * it: each platform declares its own, and `/api/platforms` returns all of them.
 */
export interface Site {
  /** The name in `platform:ref`. */
  readonly platform: string
  readonly title: BilingualText
  /** True if the platform is disabled on this server. */
  readonly off?: boolean
  /** The names that users write before a room, in lower case, longest first: `b站` in `B站5440`. */
  readonly aliases?: readonly string[]
  /** The source of a regular expression for a whole ref; absent if every room id is allowed. */
  readonly ref?: string
  /** The description of a ref for users, such as `a number`. */
  readonly refIs?: BilingualText
  /** The pattern of refs that name a broadcast, of which only the site knows the room. */
  readonly broadcast?: string
  /** True if rooms are known by number, so that a number alone may name one. */
  readonly numbered?: boolean
  /** The address of a room, as an example for users. */
  readonly example?: string
  /** The address patterns of the site; the first that matches is used. */
  readonly pages?: readonly SitePage[]
}

/** A text for users, in both languages. */
export interface BilingualText {
  readonly en: string
  readonly 'zh-CN': string
}

/** A pattern of addresses, and their meaning. */
export interface SitePage {
  /** The hosts; `.example.com` stands for all subdomains, `example:` for the links of an app. */
  readonly at: readonly string[]
  /**
   * The source of a regular expression for the whole path; for an app's link for all that follows
   * `://`, with a slash in front. Its first group is the ref. Absent if any path matches.
   */
  readonly path?: string
  /** The fields of the query that contain the ref, if the path does not. */
  readonly query?: readonly string[]
  /** The kind of page. A pattern with a ref or query fields matches only if one is present. */
  readonly gives: 'room' | 'broadcast' | 'short-link' | PageRefusal
}

/** A page that is no room: a profile, a recording or post, or a page without a room number. */
export type PageRefusal = 'profile' | 'video' | 'no-room'
