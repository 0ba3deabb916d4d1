import { deepEqual } from 'node:assert/strict'
import { between, pick, type Random, seededRandom } from '../../../server/lib/random.ts'
import { SourceSession } from '../../../server/upstream/session.ts'
import { stoppedClock, type WatchedNetwork, watchNetwork } from '../watched-network.ts'
import { type SourceEvent, sumOf, type WatchedRoom } from '../watched-room.ts'
import { type Consequence, ExpectedBackoff } from './expected-backoff.ts'
import type { Delivery, Failure, Fault, FaultSite } from '../../fake/fault.ts'
import { ok as assert } from 'node:assert/strict'
import { until, turns } from '../../kit/wait.ts'

/** The outcome of a fault run. */
export interface Outcome {
  /** The number of faults, by name. */
  readonly faults: ReadonlyMap<string, number>
  /** The number of failures in the feed. */
  readonly failures: number
  readonly messages: number
  /** The random part of each wait, as a share of its range (0 to 1). */
  readonly draws: readonly number[]
  /** The time that passed for the source, milliseconds. */
  readonly passedMs: number
}

/** The inputs of a fault run. */
export interface FaultRunParts {
  readonly watched: WatchedRoom
  readonly makeSite: (now: () => number) => Promise<FaultSite>
  readonly faults: number
  readonly seed: number
}

/**
 * Runs a number of faults of all kinds on one source, and checks each at the site and in the feed.
 */
export async function runFaultsOn({
  watched,
  makeSite,
  faults,
  seed,
}: FaultRunParts): Promise<Outcome> {
  const clock = stoppedClock()
  const site = await makeSite(clock.now)
  const net = watchNetwork(site.endpoints, clock, seed)
  const source = `${site.platform.name}:${site.ref}`
  const { platform, ref } = site
  const session = new SourceSession({
    platform,
    ref,
    network: net.network,
    sink: {
      recent: [],
      publish: (draft) => watched.room.publish(source, draft),
      publishRaw: (raw) => watched.room.publishRaw(source, raw),
    },
    report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
  const run = new FaultRun({ watched, site, net, source, random: seededRandom(seed) })
  try {
    const startedAt = clock.now()
    await run.begin()
    for (const fault of shuffledBags(site.faults, faults, seededRandom(seed + 1))) {
      await run.apply(fault)
    }
    await run.finish()
    return { ...run.outcome, passedMs: clock.now() - startedAt }
  } finally {
    await session.close()
    await site.close()
  }
}

/** Returns all items in a random order, then all again, until there are enough. */
function shuffledBags<T>(items: readonly T[], count: number, random: Random): readonly T[] {
  const drawn: T[] = []
  while (drawn.length < count) {
    const bag = items.map((item) => ({ item, place: random() }))
    drawn.push(...bag.toSorted((a, b) => a.place - b.place).map(({ item }) => item))
  }
  return drawn.slice(0, count)
}

interface RunContext {
  readonly watched: WatchedRoom
  readonly site: FaultSite
  readonly net: WatchedNetwork
  readonly source: string
  readonly random: Random
}

const deliveries: readonly Delivery[] = ['plain', 'doubled', 'disordered']

// The step of the clock, small enough for answers to arrive between steps.
const stepMs = 1_000

// A connection that lasted this long counts as new.
const steadyMs = 60_000

class FaultRun {
  readonly #context: RunContext
  readonly #expected = new ExpectedBackoff()
  readonly #faults = new Map<string, number>()
  readonly #draws: number[] = []
  #read = 0 // of the source's states
  #failures = 0
  #messages = 0
  #openedAt = 0
  #saidAt = 0
  #pending: readonly string[] = []
  #uncertain = 0 // messages that may or may not have been received

  constructor(context: RunContext) {
    this.#context = context
  }

  get outcome(): Omit<Outcome, 'passedMs'> {
    const [failures, messages] = [this.#failures, this.#messages]
    return { faults: this.#faults, failures, messages, draws: this.#draws }
  }

  /** Waits until the source is connected. */
  async begin(): Promise<void> {
    await this.#next('connecting')
    await this.#reopened()
  }

  /** Applies a fault, and follows the source until it has recovered. */
  async apply(fault: Fault): Promise<void> {
    const { watched, random } = this.#context
    this.#faults.set(fault.name, (this.#faults.get(fault.name) ?? 0) + 1)
    await this.#passTime()
    this.#say(between(random, 2, 6))
    const lastIds = this.#pending
    const slow = fault.failures[0]?.notice !== undefined
    if (fault.lossy || slow) await this.#receiveAll(fault.name)
    else this.#expected.received()
    fault.inject()
    for (const [index, failure] of fault.failures.entries()) {
      const isLast = index === fault.failures.length - 1
      const consequence = await this.#seeFailure(fault, failure)
      if (index === 0) {
        assert(watched.has(lastIds), `${fault.name}: the end came before the last words`)
        if (failure.kind !== 'over') this.#say(between(random, 1, 7), 'plain')
      }
      if (isLast) fault.heal?.()
      await this.#awaitRetry(fault.name, failure, consequence)
    }
    await this.#reopened(fault.name)
  }

  /** Receives the remaining messages, and compares. */
  async finish(): Promise<void> {
    const { site, watched, source } = this.#context
    const truth = site.truth()
    await until(() => watched.has(truth.chats))
    const { chats, ...sum } = sumOf(watched.events, source)
    deepEqual(chats.toSorted(), truth.chats.toSorted())
    deepEqual(sum, { items: truth.items, paid: truth.paid, wrongCombos: [] })
  }

  async #reopened(name = 'the beginning'): Promise<void> {
    const { site, net, random } = this.#context
    await this.#next('open', name)
    this.#openedAt = net.clock.now()
    site.repeat(this.#uncertain)
    // A source without messages must not count as healthy.
    if (site.silenceMs === Number.POSITIVE_INFINITY && this.#uncertain === 0 && random() < 0.3)
      return
    this.#say(between(random, 2, 6))
    await this.#receiveAll(name)
  }

  async #seeFailure(fault: Fault, failure: Failure): Promise<Consequence> {
    const { net } = this.#context
    if (failure.notice) await this.#notice(fault.name, failure)
    if (this.#openedAt > 0 && net.clock.now() - this.#openedAt >= steadyMs) this.#expected.lasted()
    this.#openedAt = 0
    const consequence = this.#expected.fail(failure.kind, failure.leastMs)
    const reason = await this.#next(consequence.state, fault.name)
    assert(reason.includes(failure.says), `${fault.name}: ${reason} is not ${failure.says}`)
    this.#failures += 1
    return consequence
  }

  /** Advances the clock until the failure is published. */
  async #notice(name: string, { notice }: Failure): Promise<void> {
    const { watched, source, net } = this.#context
    if (!notice) return
    const { begun = () => true } = notice
    await until(begun, { what: `${name}: has begun` })
    const shown = (): boolean => watched.sourcesOf(source).length > this.#read
    const mark = { frame: net.seen.receivedAt, message: this.#saidAt, attempt: net.seen.attemptAt }
    const dueAt = mark[notice.since] + notice.afterMs
    while (net.clock.now() < dueAt) {
      assert(!shown(), `${name}: was noticed too early`)
      await this.#step(Math.min(stepMs, dueAt - net.clock.now()), notice.answered === true)
      // Only the socket is dead: a pending request is answered before it could be an attempt.
      if (notice.since === 'frame') {
        await until(() => net.seen.pending === 0, { what: `${name}: is answered` })
      }
    }
    await until(shown, { what: `${name}: is noticed` })
  }

  /** Checks that the next attempt is at the announced time, and not before. */
  async #awaitRetry(name: string, failure: Failure, { waitMs }: Consequence): Promise<void> {
    const { watched, source, net } = this.#context
    if (failure.kind === 'over') return this.#waitForPoll(name, waitMs)
    const { clock, seen } = net
    const { attempts } = seen
    const [least, most] = waitMs
    const announced = watched.sourcesOf(source)[this.#read - 1]?.retryAt ?? Number.NaN
    const waited = announced - clock.now()
    assert(least <= waited && waited <= most, `${name}: ${waited} is not in ${least}..${most} ms`)
    this.#draws.push((waited - least) / (most - least))
    clock.advance(Math.max(0, waited - 1))
    await turns(2)
    assert(waited === 0 || seen.attempts === attempts, `${name}: tried again too early`)
    clock.advance(Math.min(1, waited))
    await until(() => seen.attempts > attempts, { what: `${name}: tries again after ${waited} ms` })
    assert(seen.attemptAt === announced, `${name}: tried again, but not when it was announced`)
  }

  /** Checks that a room that is not live is polled: the time of its start is unknown. */
  async #waitForPoll(name: string, [least, most]: Consequence['waitMs']): Promise<void> {
    const { clock, seen } = this.#context.net
    const { attempts } = seen
    const failedAt = clock.now()
    while (seen.attempts === attempts && clock.now() < failedAt + most) await this.#step(stepMs)
    await until(() => seen.attempts > attempts, { what: `${name}: asks again` })
    assert(seen.attemptAt - failedAt >= least, `${name}: asked again too early`)
  }

  /** Returns the reason of the next published state of the source. */
  async #next(state: Consequence['state'] | 'open', name = 'the beginning'): Promise<string> {
    const { watched, source } = this.#context
    const shown = (): SourceEvent | undefined => watched.sourcesOf(source)[this.#read]
    await until(() => shown() !== undefined, { what: `${name}: ${state}` })
    const event = shown()
    this.#read += 1
    assert(event?.state === state, `${name}: ${JSON.stringify(event)} is not ${state}`)
    return event?.reason ?? ''
  }

  #say(count: number, delivery = pick(this.#context.random, deliveries)): void {
    const { site, net } = this.#context
    this.#pending = [...this.#pending, ...site.play(count, delivery)]
    this.#saidAt = net.clock.now()
    this.#messages += count
    this.#uncertain += delivery === 'doubled' ? 2 * count : count
  }

  async #receiveAll(name: string): Promise<void> {
    const { watched } = this.#context
    await until(() => watched.has(this.#pending), { what: `${name}: all is received` })
    this.#pending = []
    this.#uncertain = 0
    this.#expected.received()
  }

  /** Lets healthy time pass: often little, sometimes so much that old failures no longer count. */
  async #passTime(): Promise<void> {
    const { site, random } = this.#context
    const goneMs = random() < 0.15 ? between(random, 61_000, 90_000) : between(random, 1_500, 9_999)
    const pauseMs = Math.min(goneMs, site.silenceMs - 20_000)
    for (let left = goneMs; left > 0; left -= pauseMs) {
      const untilMs = Math.min(left, pauseMs)
      for (let ms = 0; ms < untilMs; ms += stepMs) {
        await this.#step(Math.min(stepMs, untilMs - ms), true)
      }
      if (left <= pauseMs) return
      this.#say(2)
      await this.#receiveAll('a pause')
    }
  }

  /** Advances the clock; answers that arrive are read before it goes on. */
  async #step(byMs: number, answered = false): Promise<void> {
    const { net, site } = this.#context
    const { sent, received } = net.seen
    net.clock.advance(byMs)
    const beats = net.seen.sent - sent
    if (answered) {
      await until(() => {
        return net.seen.received >= received + beats && net.seen.pending === 0 && site.satisfied()
      })
    }
    await turns(2)
  }
}
