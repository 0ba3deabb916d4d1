import { type FeedEvent, parseRoomId, type ReasonCode } from '../../proto/feed/index.ts'
import type { Room } from '../hub/room.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import type { Session } from '../upstream/session.ts'
import { type ConfiguredRoom, sourceName, type SourceRef } from './catalog.ts'
import type { IdleWatch } from './idle-watch.ts'
import type { ScheduleState } from './schedule.ts'

/**
 * Starts a source, for a configured room or for one that was opened on demand: only the former may
 * use the credentials of the operator.
 *
 * @throws RangeError if there is no such source.
 */
export type StartSource = (source: SourceRef, sink: EventSink, slug: string | undefined) => Session

/** Dependencies of an open room. */
export interface OpenRoomParts {
  readonly room: Room
  /** The newest gifts of the log, oldest first. */
  readonly recent: readonly FeedEvent[]
  readonly start: StartSource
  readonly isKept: boolean
  /** Returns true for a live room of this server, which no schedule of a room stops. */
  readonly isOwn: (source: SourceRef) => boolean
  /** Releases the log after the room has closed; `removed` is true if the room was deleted. */
  readonly release: (removed: boolean) => void
}

/** A room that is open, with the sources that flow into it. */
export class OpenRoom {
  readonly room: Room
  /** True if its events are on disk and in the database; else they are only in memory. */
  readonly isKept: boolean
  /** The watch that closes it without readers, set if it was opened on demand. */
  idle: IdleWatch | undefined
  readonly #start: StartSource
  readonly #isOwn: OpenRoomParts['isOwn']
  readonly #recent: readonly FeedEvent[]
  readonly #release: OpenRoomParts['release']
  readonly #sessions = new Map<string, Session>()
  /**
   * The time that the last published pause ends, epoch milliseconds; undefined if none is under
   * way.
   */
  #pausedUntil: number | 'unknown' | undefined

  constructor({ room, recent, start, isKept, isOwn, release }: OpenRoomParts) {
    this.room = room
    this.#release = release
    this.isKept = isKept
    this.#recent = recent
    this.#start = start
    this.#isOwn = isOwn
  }

  /**
   * Starts a source unless it runs already.
   *
   * @throws RangeError if there is no such source.
   */
  start(source: SourceRef): void {
    const name = sourceName(source)
    if (this.#sessions.has(name)) return
    const { room } = this
    const slug = parseRoomId(room.id)?.kind === 'slug' ? room.id : undefined
    const sink: EventSink = {
      recent: this.#recent.filter(({ source: from, via }) => from === name && via === undefined),
      publish: (draft) => room.publish(name, draft),
      publishRaw: (raw) => room.publishRaw(name, raw),
    }
    this.#sessions.set(name, this.#start(source, sink, slug))
  }

  /** Applies the configuration of the room and the present state of its schedule. */
  async apply({ sources, omit }: ConfiguredRoom, plan: ScheduleState): Promise<void> {
    this.room.omit(omit)
    const paused = plan.open ? [] : sources.filter((source) => !this.#isOwn(source))
    await this.follow(sources.filter((source) => !paused.includes(source)))
    const until = plan.open ? undefined : (plan.changesAt ?? 'unknown')
    if (until !== undefined && until !== this.#pausedUntil) this.#publishPause(paused, plan)
    this.#pausedUntil = until
  }

  /** Lets exactly these sources run; one that cannot be started is published as failed. */
  async follow(sources: readonly SourceRef[]): Promise<void> {
    const wanted = new Set(sources.map(sourceName))
    const left = this.stop((name) => !wanted.has(name))
    for (const source of sources) this.#startOrPublishFailure(source)
    await left
  }

  /** Stops some of the sources. */
  async stop(which: (name: string) => boolean): Promise<void> {
    const gone = [...this.#sessions].filter(([name]) => which(name))
    for (const [name] of gone) this.#sessions.delete(name)
    await Promise.all(gone.map(([, session]) => session.close()))
  }

  /** Closes the sources, then the room; `removed` is true if the room was deleted. */
  async close(removed: boolean): Promise<void> {
    this.idle?.close()
    await this.follow([])
    try {
      await this.room.close()
    } finally {
      this.#release(removed)
    }
  }

  /** Publishes that the sources are stopped, and until when. Readers stay connected. */
  #publishPause(sources: readonly SourceRef[], { why, changesAt }: ScheduleState): void {
    const next = changesAt === undefined ? {} : { retryAt: changesAt }
    const draft = { type: 'source', state: 'ended', ...pauseReasons[why], ...next } as const
    for (const source of sources) this.room.publish(sourceName(source), draft)
  }

  #startOrPublishFailure(source: SourceRef): void {
    try {
      this.start(source)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      this.room.publish(sourceName(source), {
        type: 'source',
        state: 'failed',
        reason: cause.message,
        reasonCode: 'no-such-source',
      })
    }
  }
}

interface Reason {
  readonly reason: string
  readonly reasonCode: ReasonCode
}

const closedBySchedule: Reason = {
  reason: 'closed by its schedule',
  reasonCode: 'closed-by-schedule',
}

/** The reasons why a schedule state stops the sources of a room. */
const pauseReasons: Readonly<Record<ScheduleState['why'], Reason>> = {
  always: closedBySchedule,
  schedule: closedBySchedule,
  disabled: { reason: 'switched off', reasonCode: 'stopped' },
  override: { reason: 'closed by hand', reasonCode: 'closed-by-hand' },
}
