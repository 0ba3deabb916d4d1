import type { Connection, RoomHandle } from '../platform/connector.ts'
import type { Failure } from '../upstream/machine/failure.ts'
import type { Network } from '../upstream/network.ts'
import type { ConnectedPlatform } from '../upstream/requests.ts'
import { limitsOf } from '../upstream/machine/announce.ts'
import { type Completeness, createCompleteness } from './completeness.ts'
import { type ProbeSocket, listen } from './probe-socket.ts'
import { probeRequest, keepSaying, notify } from './probe-request.ts'
import { type Finding, finding, type Report, type StepName, steps } from './report.ts'
import { completenessOf, framesOf, handshakeOf, kindsOf, refusalOf } from './findings.ts'
import { type RecordedIo, recordIo } from './recorded-io.ts'

/** The subject and the means of an examination. */
export interface Examination {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly network: Network
  /** The time of listening after the connection is accepted. */
  readonly listenMs: number
  readonly signal: AbortSignal
  /** The operator's cookie; undefined for a guest. */
  readonly cookie: string | undefined
  /** Receives every change of the report. */
  readonly progress: (change: Partial<Report>) => void
}

/**
 * Takes the steps of a source from a room's name to its events once, and reports the finding of
 * each step. Never rejects for a failure of the site.
 */
export async function examine(examination: Examination): Promise<void> {
  const { platform, network, cookie } = examination
  const course = new Course(examination, recordIo(network, platform.name, cookie))
  const ticket = await course.page()
  const connection = ticket && (await course.admission(ticket))
  if (ticket && connection) await course.receive(ticket, connection)
  course.finish()
}

class Course {
  readonly #parts: Examination
  readonly #watched: RecordedIo
  #findings: readonly Finding[] = []
  #completeness: Completeness | undefined

  constructor(parts: Examination, watched: RecordedIo) {
    this.#parts = parts
    this.#watched = watched
  }

  /** Looks the room up. @returns undefined if the examination ends here. */
  async page(): Promise<RoomHandle | undefined> {
    const { platform, ref, network, signal: stopped } = this.#parts
    const ticket = await probeRequest({
      clock: network.clock,
      signal: stopped,
      call: (signal) => platform.connect.resolve(ref, this.#watched.ioFor(signal)),
    })
    if ('kind' in ticket) return this.#fail('page', ticket)
    const { live } = ticket.answer
    if (live?.state === 'offline' && platform.connect.listens === 'while-live') {
      this.#note(finding('page', 'warning', 'offline'))
      return undefined
    }
    const asked = this.#watched.seen.requests.length > 0
    const detail =
      live && `the room is ${live.state === 'unknown' ? 'in no known state' : live.state}`
    this.#note(finding('page', 'ok', asked ? 'found' : 'not-asked', detail))
    return ticket.answer
  }

  /** Opens a connection: identity, token, signature. */
  async admission(ticket: RoomHandle): Promise<Connection | undefined> {
    const { progress } = this.#parts
    const { seen } = this.#watched
    const opened = await this.#open(ticket)
    this.#note(this.#cookie('kind' in opened ? undefined : opened.answer))
    if ('kind' in opened) {
      return opened.kind === 'offline' ? this.#rest() : this.#fail('signature', opened)
    }
    const signed = seen.signing === 'done'
    this.#note(finding('signature', signed ? 'ok' : 'skipped', signed ? 'signed' : 'not-signed'))
    const { limits = [], login } = opened.answer
    progress({ limits, ...(login && { login }) })
    return opened.answer
  }

  /** Listens, and gives the connection back. */
  async receive(ticket: RoomHandle, opened: Connection): Promise<void> {
    const { listenMs, progress } = this.#parts
    this.#completeness = this.#compare(ticket)
    const { probe, connection, silent } = await this.#dial(ticket, opened)
    await this.#giveBack(connection)
    const { frames, kinds, hides } = probe
    progress({ frames, kinds, limits: limitsOf(connection, hides) })
    this.#note(handshakeOf(probe, silent))
    if (probe.handshake !== 'accepted') return
    this.#note(framesOf(probe, listenMs))
    this.#note(kindsOf(kinds))
    this.#note(completenessOf(this.#completeness?.result()))
  }

  /** Reports the steps that were not taken. */
  finish(): void {
    for (const step of steps) {
      const isTaken = this.#findings.some((one) => one.step === step)
      if (!isTaken) this.#note(finding(step, 'skipped', 'not-reached'))
    }
  }

  #cookie(connection: Connection | undefined): Finding {
    if (connection?.addedCookies) {
      return finding(
        'cookie',
        'warning',
        'cookie-without-device',
        connection.addedCookies.join(', '),
      )
    }
    if (connection?.login === 'account') return finding('cookie', 'ok', 'cookie-account')
    if (connection && this.#parts.cookie !== undefined) {
      return finding('cookie', 'warning', 'cookie-worn', connection.remark?.reason)
    }
    const isShown = this.#watched.seen.cookie || (connection && hasCookie(connection))
    return isShown
      ? finding('cookie', 'ok', 'cookie-given')
      : finding('cookie', 'skipped', 'cookie-not-needed')
  }

  #rest(): undefined {
    this.#note(finding('signature', 'warning', 'offline'))
    return undefined
  }

  #fail(step: StepName, failure: Failure): undefined {
    this.#note(refusalOf(step, failure))
    return undefined
  }

  #note(found: Finding): void {
    this.#findings = [...this.#findings, found]
    this.#parts.progress({ findings: this.#findings, requests: this.#watched.seen.requests })
  }

  /**
   * Dials the hosts in order until one answers; a single-use connection is opened again for each.
   */
  async #dial(ticket: RoomHandle, opened: Connection): Promise<Dialed> {
    const silent: string[] = []
    let connection = opened
    let probe = await this.#listen(connection, 0)
    while (isUnreached(probe) && silent.length + 1 < opened.urls.length) {
      silent.push(probe.failure.reason)
      if (!connection.reusable) {
        const again = await this.#open(ticket)
        if ('kind' in again) break
        await this.#giveBack(connection)
        connection = again.answer
      }
      probe = await this.#listen(connection, silent.length)
    }
    return { probe, connection, silent }
  }

  async #listen(connection: Connection, host: number): Promise<ProbeSocket> {
    const { platform, network, listenMs, signal } = this.#parts
    const { keepAlive } = connection
    const stop =
      keepAlive &&
      keepSaying(network.clock, keepAlive.everyMs, (own) =>
        keepAlive.send(this.#watched.ioFor(own)),
      )
    const completeness = this.#completeness
    const compared = completeness === undefined ? {} : { completeness }
    const probe = await listen({
      platform,
      connection,
      host,
      network,
      listenMs,
      signal,
      ...compared,
    })
    stop?.()
    return probe
  }

  /** Returns a comparison if the site publishes its last lines and may be asked for them now. */
  #compare(ticket: RoomHandle): Completeness | undefined {
    const { platform, network, listenMs, signal: stopped } = this.#parts
    const { clock, tools, measures, riskPause } = network
    const { recent } = platform.connect
    const isAllowed = measures === true && (riskPause?.until(platform.name) ?? 0) <= clock.now()
    if (!recent || !isAllowed) return undefined
    return createCompleteness({
      clock,
      fetchAfterMs: listenMs / 2,
      fetchLines: (answered) => {
        const call = (signal: AbortSignal) => recent(ticket, this.#watched.ioFor(signal), tools)
        void inquireThen({ clock, signal: stopped, call }, answered)
      },
    })
  }

  #open(ticket: RoomHandle): Promise<{ readonly answer: Connection } | Failure> {
    const { platform, network, signal: stopped } = this.#parts
    return probeRequest({
      clock: network.clock,
      signal: stopped,
      call: (signal) => platform.connect.open(ticket, this.#watched.ioFor(signal)),
      late: (connection) => void this.#giveBack(connection),
    })
  }

  /** Closes the connection at the site, also if the examination was stopped. */
  #giveBack({ end }: Connection): Promise<void> {
    if (!end) return Promise.resolve()
    const { clock } = this.#parts.network
    return notify(clock, (signal) => end(this.#watched.ioFor(signal)))
  }
}

/** Makes a request, and calls `answered` if it succeeds. */
async function inquireThen<T>(
  inquiry: Parameters<typeof probeRequest<T>>[0],
  answered: (answer: T) => void,
): Promise<void> {
  const asked = await probeRequest(inquiry)
  if ('answer' in asked) answered(asked.answer)
}

function hasCookie({ headers }: Connection): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'cookie')
}

interface Dialed {
  readonly probe: ProbeSocket
  /** The connection that was used last. */
  readonly connection: Connection
  /** The failures of the hosts before it. */
  readonly silent: readonly string[]
}

type Unreached = ProbeSocket & { readonly failure: Failure }

/** Returns true if another host may answer: all of them serve the same room. */
function isUnreached(probe: ProbeSocket): probe is Unreached {
  return probe.handshake === 'rejected' && probe.failure?.kind === 'unreachable'
}
