import { type NamedSource, namedSource, type SourceRefusal } from '../platform/named-source.ts'
import type { Platform } from '../platform/platform.ts'
import { refusalOfPlatform } from '../platform/registry.ts'
import type { Network } from '../upstream/network.ts'
import type { ConnectedPlatform } from '../upstream/requests.ts'
import { examine } from './examine.ts'
import { finding, noKinds, type Report } from './report.ts'

/** The dependencies of a doctor. */
export interface DoctorParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly network: Network
  readonly newId: () => string
  /** Returns the operator's cookie for a room. Only the operator sees the result. */
  readonly cookieFor?: (platform: string, ref: string) => Promise<string | undefined>
  /** Returns the sources of a configured room; undefined if there is none of this name. */
  readonly sourcesOf?: (slug: string) => readonly NamedSource[] | undefined
  /** The time of listening to a room; 10 s if absent. */
  readonly listenMs?: number
}

/** The reason why a room is not examined. */
export interface Declined {
  readonly declined: 'malformed' | 'unknown' | 'busy'
  readonly reason: string
}

/** An examination that has begun. */
export interface Begun {
  readonly report: Report
  /** Resolves when it is done; never rejects. */
  readonly done: Promise<Report>
}

const defaultListenMs = 10_000
const mostAtOnce = 2
const mostKept = 20

/** Examines rooms, and stores the last reports. */
export class Doctor {
  readonly #parts: DoctorParts
  readonly #reports = new Map<string, Report>()
  readonly #stop = new AbortController()
  readonly #running = new Map<string, Promise<Report>>()

  constructor(parts: DoctorParts) {
    this.#parts = parts
  }

  /** Returns the last reports, oldest first. */
  list(): readonly Report[] {
    return [...this.#reports.values()]
  }

  find(id: string): Report | undefined {
    return this.#reports.get(id)
  }

  /** Starts the examination of a configured room, or of a site's room in a pasted text. */
  begin(room: string): Begun | Declined {
    const parsed = this.#sourceOf(room)
    if ('declined' in parsed) return parsed
    const platform = this.#platformOf(parsed.platform)
    if ('declined' in platform) return platform
    if (this.#running.size >= mostAtOnce) {
      return { declined: 'busy', reason: 'two rooms are being examined; wait for one of them' }
    }
    const report = this.#keep(blank(this.#parts, shown(parsed), platform))
    const done = this.#run(report.id, platform, parsed.ref)
    this.#running.set(report.id, done)
    return { report, done }
  }

  /** Ends the running examinations; resolves when the sites have answered. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running.values())
  }

  async #run(id: string, platform: ConnectedPlatform, ref: string): Promise<Report> {
    const { network, listenMs = defaultListenMs, cookieFor } = this.#parts
    const { signal } = this.#stop
    try {
      const progress = (change: Partial<Report>): void => void this.#change(id, change)
      const cookie = await cookieFor?.(platform.name, ref)
      await examine({ platform, ref, network, listenMs, signal, progress, cookie })
    } catch (cause) {
      const detail = cause instanceof Error ? cause.name : 'unknown'
      const { findings } = this.#change(id, {})
      this.#change(id, { findings: [...findings, finding('kinds', 'failed', 'broke', detail)] })
    }
    this.#running.delete(id)
    return this.#change(id, { state: 'done' })
  }

  #sourceOf(room: string): NamedSource | Declined {
    const { platforms, sourcesOf } = this.#parts
    const [only, ...others] = sourcesOf?.(room.trim()) ?? []
    if (!only) return sourceInText(room, platforms)
    if (others.length === 0) return only
    const names = [only, ...others].map(({ platform, ref }) => `${platform}:${ref}`).join(', ')
    return { declined: 'malformed', reason: `${room} has several sources; name one: ${names}` }
  }

  #platformOf(name: string): ConnectedPlatform | Declined {
    const { platforms } = this.#parts
    const refusal = refusalOfPlatform(name, platforms)
    if (refusal !== undefined) return { declined: 'unknown', reason: refusal }
    const platform = platforms.get(name)
    if (platform?.kind === 'wire' && platform.connect) {
      return { ...platform, connect: platform.connect }
    }
    return { declined: 'unknown', reason: `${name} reaches no site: there is nothing to examine` }
  }

  #change(id: string, change: Partial<Report>): Report {
    const before = this.#reports.get(id)
    if (!before) throw new RangeError('a report that is under way is kept')
    return this.#keep({ ...before, ...change })
  }

  #keep(report: Report): Report {
    this.#reports.set(report.id, report)
    for (const { id, state } of this.#reports.values()) {
      if (this.#reports.size <= mostKept) break
      if (state === 'done') this.#reports.delete(id)
    }
    return report
  }
}

function sourceInText(text: string, platforms: DoctorParts['platforms']): NamedSource | Declined {
  const source = namedSource(text, platforms)
  if (!('refused' in source)) return source
  const { refused, reason } = source
  return { declined: unknown.has(refused) ? 'unknown' : 'malformed', reason }
}

const unknown: ReadonlySet<SourceRefusal['refused']> = new Set([
  'unknown-site',
  'unknown-platform',
  'off',
])

/**
 * Returns the source without the rest of a link, such as a token: other people may read a report.
 */
function shown({ platform, ref }: NamedSource): string {
  if (!URL.canParse(ref)) return `${platform}:${ref}`
  const { origin, pathname } = new URL(ref)
  return `${platform}:${origin}${pathname}`
}

function blank({ newId, network }: DoctorParts, room: string, platform: ConnectedPlatform): Report {
  const { profile, unofficial } = platform.connect
  return {
    id: newId(),
    room,
    at: network.clock.now(),
    state: 'running',
    ...(profile && { profile: profile.date }),
    ...(unofficial && { unofficial }),
    findings: [],
    limits: [],
    requests: [],
    frames: 0,
    kinds: noKinds,
  }
}
