/**
 * How people name a platform and its rooms. Data alone, so that a page can fetch it: each platform
 * declares its own, and `/api/platforms` tells all of them.
 */
export interface Site {
  /** As in `platform:ref`. */
  readonly platform: string
  readonly title: Words
  /** True where this server reads nothing of it. */
  readonly off?: boolean
  /** What people write before a room, in lower case, the longest first: `b站` in `B站5440`. */
  readonly aliases?: readonly string[]
  /** What a whole ref looks like, as the source of a regular expression; absent: as in any room id. */
  readonly ref?: string
  /** The same in words: `a number`. */
  readonly refIs?: Words
  /** Refs that name one broadcast and not the room: only the site can tell which room it is of. */
  readonly broadcast?: string
  /** True where people know rooms by their number, so that a number alone may be one. */
  readonly numbered?: boolean
  /** An address of a room, as one is asked to paste it. */
  readonly example?: string
  /** Its addresses; of several that fit, the first holds. */
  readonly pages?: readonly SitePage[]
}

/** A text in both languages that people see. */
export interface Words {
  readonly en: string
  readonly 'zh-CN': string
}

/** Addresses of one kind, and what they mean. */
export interface SitePage {
  /** Hosts; `.example.com` is every host below it, `example:` the links of an app. */
  readonly at: readonly string[]
  /**
   * The whole path as the source of a regular expression; of an app's link all that follows `://`,
   * with a slash in front. Its first group is the ref. Absent: any path.
   */
  readonly path?: string
  /** Fields of the query that hold the ref, where the path does not. */
  readonly query?: readonly string[]
  /** What it is; where a ref or a field is asked for, it applies only if that is there. */
  readonly gives: 'room' | 'broadcast' | 'short-link' | PageRefusal
}

/** A page of a site that is no room: a person's, a recording or post, or one without a number. */
export type PageRefusal = 'profile' | 'video' | 'no-room'
