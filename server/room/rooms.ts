import { parseRoomId } from '../../proto/feed/index.ts'
import type { Room } from '../hub/room.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Platform } from '../platform/platform.ts'
import { refusalOfPlatform } from '../platform/registry.ts'
import type { OpenedLog } from '../record/recorder.ts'
import { type Catalog, type ConfiguredRoom, sourceName, type SourceRef } from './catalog.ts'
import { type FindOwnRoom, findTarget } from './find-target.ts'
import { OpenRoom, type StartSource } from './open-room.ts'
import type { RoomTarget } from './room-target.ts'
import type { OpenedRoom } from './room-views.ts'
import { type IdleTimes, longestResting, watchIdle } from './idle-watch.ts'
import { createPlanCache, type ScheduleState } from './schedule.ts'
import { noSuchRoom, notReady, type RoomDenied, roomOff, unknown } from './room-denied.ts'
import { createWakeScheduler } from './wake-scheduler.ts'

/** The dependencies of the open rooms. */
export interface RoomsParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly clock: Clock
  /** Opens the log on disk of a room. */
  readonly openLog: (id: string) => Promise<OpenedLog>
  /** Returns a log in memory only. */
  readonly openInMemory: () => OpenedLog
  readonly createRoom: (id: string, kept: OpenedLog) => Room
  /** Ends the log of a configured room that was deleted and is not open. */
  readonly discard: (slug: string) => void
  readonly startSource: StartSource
  readonly findOwnRoom: FindOwnRoom
  /** The times after which a room on demand without readers rests and closes. */
  readonly idle: IdleTimes
  /** The rooms open at once, without those of live rooms. */
  readonly maxRooms: number
  /** Receives the error of a room that could not be opened or closed by its schedule. */
  readonly onScheduleFailed: (slug: string, error: unknown) => void
}

/** The rooms that are open now: configured ones, and those opened on demand while they are read. */
export class Rooms {
  readonly #parts: RoomsParts
  /** Rooms that are opening or open. */
  readonly #opening = new Map<string, Promise<OpenRoom | RoomDenied>>()
  readonly #opened = new Map<string, OpenRoom>()
  readonly #closing = new Map<string, Promise<void>>()
  readonly #scheduler
  readonly #planAt = createPlanCache()
  #catalog: Catalog | undefined
  #refreshing: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
    this.#scheduler = createWakeScheduler(parts.clock, (slug) => {
      this.refresh(slug).catch((error: unknown) => parts.onScheduleFailed(slug, error))
    })
  }

  /** Returns every open room, oldest first. */
  list(): readonly Room[] {
    return [...this.#opened.values()].map(({ room }) => room)
  }

  /** Returns the present schedule state of a configured room. */
  stateOf(room: ConfiguredRoom): ScheduleState {
    return this.#planAt(room, this.#parts.clock.now())
  }

  /** Returns the room of this id if it is open. */
  opened(id: string): Room | undefined {
    return this.#opened.get(id)?.room
  }

  /** Opens the configured rooms; before that the owner of a source is unknown. */
  async setCatalog(catalog: Catalog): Promise<void> {
    this.#catalog = catalog
    for (const { slug } of catalog.list()) await this.refresh(slug)
  }

  /** Returns the present target of an id, or why there is none; opens nothing. */
  find(id: string): RoomTarget | RoomDenied {
    return findTarget(id, { ...this.#parts, catalog: this.#catalog })
  }

  /**
   * Opens a room, or returns why it cannot be opened; the caller was authorized before. A room on
   * demand, and a live room that is no source of a configured one, closes some time after its last
   * reader left and after the last call.
   */
  async open(id: string): Promise<OpenedRoom<Room> | RoomDenied> {
    const target = this.find(id)
    if ('refused' in target) return target
    if (target.kind !== 'configured' && target.room === id) return this.#openOnDemand(id)
    const reading = await this.#openConfigured(target.room)
    return 'refused' in reading || id === target.room ? reading : { ...reading, source: id }
  }

  /** Applies the catalog to an open room, or opens it if it is to be open; one call at a time. */
  refresh(slug: string): Promise<void> {
    return this.#inSequence(() => this.#refresh(slug))
  }

  /**
   * Restarts, in configured rooms that are open, the sources that a change of credentials affects.
   */
  async renew(concerned: (source: SourceRef, slug: string) => boolean): Promise<void> {
    for (const { slug, sources } of this.#catalog?.list() ?? []) {
      const names = sources.filter((source) => concerned(source, slug)).map(sourceName)
      if (names.length === 0) continue
      await this.#inSequence(async () => {
        await this.#opened.get(slug)?.stop((name) => names.includes(name))
        await this.#refresh(slug)
      })
    }
  }

  /** Closes every room; afterwards none opens. */
  async close(): Promise<void> {
    this.#closed = true
    this.#scheduler.close()
    await Promise.all(this.#opening.values())
    await Promise.all([...this.#opened.values()].map((opened) => this.#close(opened)))
    await Promise.all(this.#closing.values())
  }

  #inSequence(work: () => Promise<void>): Promise<void> {
    const done = this.#refreshing.then(work)
    this.#refreshing = done.catch(() => undefined) // the caller gets the error
    return done
  }

  async #refresh(slug: string): Promise<void> {
    // The room that is opening may have an older configuration.
    await this.#opening.get(slug)?.catch(() => undefined) // the caller that opens it gets the error
    const configured = this.#catalog?.find(slug)
    this.#scheduleChange(slug, configured && this.stateOf(configured))
    if (!configured) return this.#remove(slug)
    for (const source of configured.sources) await this.#closeOnDemand(sourceName(source))
    const opened = this.#opened.get(slug)
    const goesOn = configured.enabled && opened?.isKept === this.#isKept(configured)
    if (opened && goesOn) return opened.apply(configured, this.stateOf(configured))
    if (opened) await this.#close(opened)
    if (configured.enabled) await this.#openConfigured(slug)
  }

  /** Closes a room that is not configured any more, and ends its log. */
  async #remove(slug: string): Promise<void> {
    const opened = this.#opened.get(slug)
    if (opened) await this.#close(opened, true)
    else this.#parts.discard(slug)
  }

  async #openConfigured(slug: string): Promise<OpenedRoom<Room> | RoomDenied> {
    if (!this.#catalog) return notReady
    const configured = this.#catalog.find(slug)
    if (!configured) return noSuchRoom
    if (!configured.enabled) return roomOff
    const begin = (room: OpenRoom): Promise<void> =>
      room.apply(configured, this.stateOf(configured))
    const opened = await this.#once(slug, this.#isKept(configured), begin)
    return 'refused' in opened ? opened : { room: opened.room }
  }

  async #openOnDemand(id: string): Promise<OpenedRoom<Room> | RoomDenied> {
    const { platforms, maxRooms } = this.#parts
    const source = sourceOf(id)
    const refusal = refusalOfPlatform(source.platform, platforms)
    if (refusal !== undefined) return unknown(refusal)
    const madeUp = this.#isMadeUp(source)
    if (!this.#catalog && !madeUp) return notReady
    const counts = !this.#opening.has(id) && !this.#isOwn(source)
    if (counts && this.#countOpening() >= maxRooms && !this.#closeLongestIdle()) {
      return { refused: 'full', reason: 'too many rooms are open; try again later' }
    }
    const opened = await this.#once(id, !madeUp, async (room) => room.start(source))
    if ('refused' in opened) return opened
    this.#watchIdle(opened)
    return { room: opened.room }
  }

  /** Opens a room once for all callers of the same moment. */
  #once(
    id: string,
    isKept: boolean,
    begin: (opened: OpenRoom) => Promise<void>,
  ): Promise<OpenRoom | RoomDenied> {
    const there = this.#opening.get(id)
    if (there) return there
    const opening = this.#create(id, isKept, begin).then(
      (outcome) => {
        if ('refused' in outcome) this.#opening.delete(id)
        return outcome
      },
      (error: unknown) => {
        this.#opening.delete(id)
        throw error
      },
    )
    this.#opening.set(id, opening)
    return opening
  }

  async #create(
    id: string,
    isKept: boolean,
    begin: (opened: OpenRoom) => Promise<void>,
  ): Promise<OpenRoom | RoomDenied> {
    await this.#closing.get(id)?.catch(() => undefined) // the caller that closes it gets the error
    if (this.#closed) return notReady
    const { openLog, openInMemory, createRoom, startSource } = this.#parts
    const log = isKept ? await openLog(id) : openInMemory()
    const room = createRoom(id, log)
    // Streaks of gifts continue from there; nothing else of the past is needed any more.
    const { recent, earlier, release } = log
    const gifts = [...earlier, ...recent].filter(({ type }) => type === 'gift')
    const isOwn = (source: SourceRef): boolean => this.#isOwn(source)
    const opened = new OpenRoom({ room, recent: gifts, start: startSource, isKept, isOwn, release })
    room.remember(recent, earlier)
    log.record(room)
    try {
      await begin(opened)
    } catch (cause) {
      await room.close()
      release(false)
      if (!(cause instanceof RangeError)) throw cause
      return unknown(cause.message)
    }
    this.#opened.set(id, opened)
    return opened
  }

  #scheduleChange(slug: string, state: ScheduleState | undefined): void {
    if (!this.#closed) this.#scheduler.set(slug, state?.changesAt)
  }

  /**
   * Returns true if a room has a log on disk. A room without sources has one, as it may get sources
   * or tests.
   */
  #isKept({ sources }: ConfiguredRoom): boolean {
    return sources.length === 0 || sources.some((source) => !this.#isMadeUp(source))
  }

  #isMadeUp({ platform }: SourceRef): boolean {
    const kind = this.#parts.platforms.get(platform)?.kind
    return kind === 'generated' || kind === 'recorded'
  }

  #isOwn({ platform }: SourceRef): boolean {
    return this.#parts.platforms.get(platform)?.kind === 'own'
  }

  /** Returns the number of rooms that are opening or open, without those of live rooms. */
  #countOpening(): number {
    return [...this.#opening.keys()].filter((id) => !this.#isOwn(sourceOf(id))).length
  }

  #watchIdle(opened: OpenRoom): void {
    const { room } = opened
    if (opened.idle) return opened.idle.renew()
    const { clock, idle } = this.#parts
    const expire = (): void => void this.#close(opened)
    const [rest, wake] = [() => room.rest(), () => room.wake()]
    opened.idle = watchIdle({ readers: () => room.readers, rest, wake, expire }, idle, clock)
  }

  /** Closes the room that has rested the longest. @returns false if none rests. */
  #closeLongestIdle(): boolean {
    const counted = [...this.#opened.values()].filter(({ room }) => !this.#isOwn(sourceOf(room.id)))
    const longest = longestResting(counted, ({ idle }) => idle)
    if (longest) void this.#close(longest)
    return longest !== undefined
  }

  /** Closes the room on demand of a source that now belongs to a configured room. */
  async #closeOnDemand(id: string): Promise<void> {
    const opened = this.#opened.get(id)
    if (opened) await this.#close(opened)
  }

  async #close(opened: OpenRoom, removed = false): Promise<void> {
    const { id } = opened.room
    this.#opened.delete(id)
    this.#opening.delete(id)
    const closing = opened.close(removed)
    this.#closing.set(id, closing) // the next opening waits for that
    try {
      await closing
    } finally {
      if (this.#closing.get(id) === closing) this.#closing.delete(id)
    }
  }
}

/** Returns the source that is a room of its own; of a slug, one of no platform. */
function sourceOf(id: string): SourceRef {
  const parsed = parseRoomId(id)
  return parsed?.kind === 'source' ? parsed : { platform: '', ref: '' }
}
