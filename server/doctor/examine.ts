import type { Draft } from '../../proto/feed/index.ts'
import type { Timer } from '../lib/time/clock.ts'
import { doctorSteps } from '../../proto/api/doctor.ts'
import type { Connection, RoomHandle } from '../platform/connector.ts'
import type { Reading } from '../platform/platform.ts'
import type { Failure } from '../upstream/machine/failure.ts'
import { beginRequest } from '../upstream/machine/request.ts'
import type { OpenConnection, Phase } from '../upstream/machine/state.ts'
import { connectorIo, type Network } from '../upstream/network.ts'
import type { ConnectedPlatform } from '../upstream/requests.ts'
import { SourceSession } from '../upstream/session.ts'
import { type Completeness, createCompleteness } from './completeness.ts'
import { completenessOf, connectedOf, framesOf, kindsOf, refusalOf } from './findings.ts'
import { countKinds } from './kinds.ts'
import { type RecordedNetwork, recordNetwork } from './recorded-network.ts'
import { type Finding, finding, noKinds, type Report } from './report.ts'

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
 * Follows a session of a source from the room's name to its events, up to its first failure, and
 * reports the finding of each step. Never rejects for a failure of the site.
 */
export async function examine(examination: Examination): Promise<void> {
  const { platform, ref, cookie } = examination
  const recorded = recordNetwork(examination.network, platform.name)
  const course = new Course(examination, recorded)
  const session = new SourceSession({
    platform,
    ref,
    network: recorded.network,
    cookie: () => Promise.resolve(cookie),
    sink: { recent: [], publish: (draft) => course.announce(draft), publishRaw: ignore },
    report: {
      fault: ignore,
      sample: ignore,
      failure: ignore,
      phase: (phase) => course.enter(phase),
      reading: (reading) => course.receive(reading),
    },
  })
  await course.follow(session)
  await session.close()
  course.finish()
}

class Course {
  readonly #parts: Examination
  readonly #recorded: RecordedNetwork
  readonly #over: Promise<void>
  #end: () => void = ignore
  #session: SourceSession | undefined
  #isOver = false
  #step: 'page' | 'signature' | 'handshake' | 'frames' = 'page'
  #findings: readonly Finding[] = []
  /** The failures of the hosts that did not answer. */
  #unreached: readonly string[] = []
  #hosts = 1
  #frames = 0
  #kinds = noKinds
  #completeness: Completeness | undefined
  #timer: Timer | undefined

  constructor(parts: Examination, recorded: RecordedNetwork) {
    this.#parts = parts
    this.#recorded = recorded
    this.#over = new Promise((resolve) => (this.#end = resolve))
    const { signal } = parts
    const stop = (): void =>
      this.#fail({ kind: 'unanswered', reason: 'the examination was stopped' })
    signal.addEventListener('abort', stop)
    void this.#over.then(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  }

  /** Resolves when nothing more is to be learned from the session. */
  follow(session: SourceSession): Promise<void> {
    this.#session = session
    return this.#over
  }

  /** Applies a phase that the session has entered. */
  enter(phase: Phase): void {
    if (this.#isOver) return
    if (phase.name === 'opening' && this.#step === 'page') this.#find(phase.ticket)
    if (phase.name === 'dialing' && this.#step === 'signature') this.#admit(phase.held)
    if ('failure' in phase) this.#lose(phase.failure)
  }

  /** Applies an announcement of the session to its readers. */
  announce(draft: Draft): void {
    if (this.#isOver || draft.type !== 'source' || draft.state !== 'open') return
    this.#parts.progress({ limits: draft.limits ?? [] })
    if (this.#step === 'handshake') this.#listen()
  }

  /** Counts the content of a frame. */
  receive(reading: Reading): void {
    if (this.#isOver) return
    for (const draft of reading.drafts) this.#completeness?.addReceived(draft)
    this.#frames += 1
    this.#kinds = countKinds(this.#kinds, reading)
  }

  /** Reports the steps that were not taken. */
  finish(): void {
    for (const step of doctorSteps) {
      const isTaken = this.#findings.some((one) => one.step === step)
      if (!isTaken) this.#note(finding(step, 'skipped', 'not-reached'))
    }
    this.#parts.progress({ requests: this.#recorded.seen.requests })
  }

  #find(ticket: RoomHandle): void {
    const { live } = ticket
    const isAsked = this.#recorded.seen.requests.length > 0
    const detail =
      live && `the room is ${live.state === 'unknown' ? 'in no known state' : live.state}`
    this.#note(finding('page', 'ok', isAsked ? 'found' : 'not-asked', detail))
    this.#step = 'signature'
    this.#completeness = this.#compare(ticket)
  }

  #admit({ connection }: OpenConnection): void {
    const { limits = [], login, urls } = connection
    this.#parts.progress({ limits, ...(login && { login }) })
    this.#note(this.#cookie(connection))
    const isSigned = this.#recorded.seen.signing === 'done'
    this.#note(
      finding('signature', isSigned ? 'ok' : 'skipped', isSigned ? 'signed' : 'not-signed'),
    )
    this.#step = 'handshake'
    this.#hosts = urls.length
  }

  #listen(): void {
    const { network, listenMs } = this.#parts
    this.#note(connectedOf(this.#unreached))
    this.#step = 'frames'
    this.#completeness?.opened()
    this.#timer = network.clock.after(listenMs, () => this.#conclude())
  }

  /** Tries the next host if one does not answer: all of them serve the same room. */
  #lose(failure: Failure): void {
    const isUnreached = this.#step === 'handshake' && failure.kind === 'unreachable'
    if (!isUnreached || this.#unreached.length + 1 >= this.#hosts) return this.#fail(failure)
    this.#unreached = [...this.#unreached, failure.reason]
    this.#session?.retry()
  }

  #fail(failure: Failure): void {
    if (this.#isOver) return
    if (this.#step === 'frames') return this.#conclude(failure)
    if (this.#step === 'signature') this.#note(this.#cookie())
    this.#note(refusalOf(this.#step, failure))
    this.#close()
  }

  #conclude(failure?: Failure): void {
    this.#note(framesOf(this.#frames, this.#parts.listenMs, failure))
    this.#note(kindsOf(this.#kinds))
    this.#note(completenessOf(this.#completeness?.result()))
    this.#close()
  }

  #close(): void {
    this.#isOver = true
    this.#timer?.cancel()
    void this.#session?.close()
    this.#parts.progress({ frames: this.#frames, kinds: this.#kinds })
    this.#end()
  }

  #cookie(connection?: Connection): Finding {
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
    const isShown = this.#recorded.seen.cookie || (connection && hasCookie(connection))
    return isShown
      ? finding('cookie', 'ok', 'cookie-given')
      : finding('cookie', 'skipped', 'cookie-not-needed')
  }

  #note(found: Finding): void {
    this.#findings = [...this.#findings, found]
    this.#parts.progress({ findings: this.#findings, requests: this.#recorded.seen.requests })
  }

  /** Returns a comparison if the site publishes its last lines and may be asked for them now. */
  #compare(ticket: RoomHandle): Completeness | undefined {
    const { platform, listenMs, cookie } = this.#parts
    const { clock, tools, measures, riskPause } = this.#parts.network
    const { recent } = platform.connect
    const isAllowed = measures === true && (riskPause?.until(platform.name) ?? 0) <= clock.now()
    if (!recent || !isAllowed) return undefined
    return createCompleteness({
      clock,
      fetchAfterMs: listenMs / 2,
      fetchLines: (answered) => {
        const call = (signal: AbortSignal) =>
          recent(
            ticket,
            connectorIo(this.#recorded.network, platform.name, { cookie, signal }),
            tools,
          )
        const { abort } = beginRequest({ clock, limitMs: listenMs, call, answered, failed: ignore })
        void this.#over.then(abort)
      },
    })
  }
}

function hasCookie({ headers }: Connection): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'cookie')
}

function ignore(): void {
  // The examination learns from the phases and announcements of the session.
}
