import type { Draft } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Database } from '../store/engine/database.ts'
import { type CommentRecord, findComment, insertComment } from '../store/query/comment.ts'
import { isFollowing } from '../store/query/follow.ts'
import type { LiveRoomRecord } from '../store/query/live-room.ts'
import {
  type CommentDecision,
  type CommentRefusal,
  decideComment,
  type Restriction,
  type SentComment,
} from './comment-rules.ts'
import { type LivePerson, liveUser } from './live-draft.ts'
import type { LiveRole } from './live-rooms.ts'

/** Dependencies of {@link Comments}. */
export interface CommentsParts {
  readonly database: Pick<Database, 'query' | 'script'>
  readonly clock: Clock
  /** Called when a comment is stored and is to be shown. */
  readonly onStored: () => void
  /** Receives the result of each attempt, for the metrics. */
  readonly onResult: (result: 'accepted' | 'refused' | 'failed') => void
}

/** The author of a comment in relation to the room. */
export interface Author extends LivePerson {
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly role?: LiveRole | undefined
  /** True if no rule of the room applies: the host and moderators. */
  readonly exempt: boolean
  readonly restriction?: Restriction | undefined
}

/** A comment that a client sends. */
export interface SentText {
  readonly text: string
  /** The id of the comment that it answers. */
  readonly replyTo?: number | undefined
}

/** A comment, or a gift, was not accepted. */
export class CommentRefused extends Error {
  override readonly name = 'CommentRefused'
  readonly refusal: CommentRefusal

  constructor(refusal: CommentRefusal, what: 'comment' | 'gift' = 'comment') {
    super(`the ${what} is not accepted: ${refusal.cause}`)
    this.refusal = refusal
  }
}

/** The comment that a reply answers does not exist, or was withdrawn. */
export class NoSuchComment extends Error {
  override readonly name = 'NoSuchComment'
}

// Beyond this number of authors the one who was silent for the longest time is forgotten.
const maxAuthors = 20_000
const rememberedComments = 10

/** Accepts the comments of live rooms: a comment is stored together with the event that shows it. */
export class Comments {
  readonly #parts: CommentsParts
  readonly #recent = new Map<string, SentComment[]>()

  constructor(parts: CommentsParts) {
    this.#parts = parts
  }

  /**
   * Stores a comment; it is shown soon after.
   *
   * @throws CommentRefused, NoSuchComment; DatabaseUnavailable, and then nothing is shown.
   */
  async send(room: LiveRoomRecord, author: Author, sent: SentText): Promise<CommentRecord> {
    const { onResult } = this.#parts
    try {
      const stored = await this.#send(room, author, sent)
      onResult('accepted')
      return stored
    } catch (error) {
      onResult(error instanceof CommentRefused ? 'refused' : 'failed')
      throw error
    }
  }

  async #send(
    room: LiveRoomRecord,
    author: Author,
    { text, replyTo }: SentText,
  ): Promise<CommentRecord> {
    const { database, clock, onStored } = this.#parts
    // What is refused in any case costs no query.
    this.#decide(room, author, { text, follows: true })
    const follows = await this.#follows(room, author)
    const answered = replyTo === undefined ? undefined : await this.#answered(room, replyTo)
    const decision = this.#decide(room, author, { text, follows })
    const recent = this.#remember(room, author, decision.sent)
    const comment = {
      room: room.slug,
      number: room.broadcast.number,
      account: author.id,
      name: author.name,
      text: decision.text,
      replyTo,
      at: clock.now(),
    }
    const draft: Draft = {
      type: 'chat',
      at: comment.at,
      user: liveUser(author, author.role),
      text: comment.text,
      ...(answered && { replyTo: liveUser({ id: answered.account, name: answered.name }) }),
    }
    try {
      const id = await insertComment(database, comment, JSON.stringify(draft))
      onStored()
      return { ...comment, id }
    } catch (error) {
      const at = recent.indexOf(decision.sent)
      if (at !== -1) recent.splice(at, 1) // it does not count
      throw error
    }
  }

  #decide(
    { slug, rules, broadcast }: LiveRoomRecord,
    { id, exempt, createdAt, restriction }: Author,
    { text, follows }: { readonly text: string; readonly follows: boolean },
  ): Extract<CommentDecision, { readonly text: string }> {
    const now = this.#parts.clock.now()
    const recent = this.#recent.get(keyOf(slug, id)) ?? []
    const accountAgeMs = now - createdAt
    const decision = decideComment(text, {
      state: broadcast.state.code,
      rules,
      now,
      author: { exempt, accountAgeMs, follows, restriction, recent },
    })
    if (decision.refused) throw new CommentRefused(decision.refused)
    return decision
  }

  async #follows({ rules, host }: LiveRoomRecord, { id, exempt }: Author): Promise<boolean> {
    return !rules.followersOnly || exempt || isFollowing(this.#parts.database, id, host)
  }

  async #answered({ slug }: LiveRoomRecord, id: number): Promise<CommentRecord> {
    const found = await findComment(this.#parts.database, slug, id)
    if (!found) throw new NoSuchComment('the comment that this answers does not exist any more')
    return found
  }

  #remember({ slug }: LiveRoomRecord, { id }: Author, sent: SentComment): SentComment[] {
    const key = keyOf(slug, id)
    const recent = this.#recent.get(key) ?? []
    recent.push(sent)
    if (recent.length > rememberedComments) recent.shift()
    this.#recent.delete(key) // inserted again, as the newest
    this.#recent.set(key, recent)
    const [oldest] = this.#recent.keys()
    if (this.#recent.size > maxAuthors && oldest !== undefined) this.#recent.delete(oldest)
    return recent
  }
}

function keyOf(slug: string, account: string): string {
  return `${slug} ${account}`
}
