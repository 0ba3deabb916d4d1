import { Cron } from 'croner'

/**
 * The hours of a room: it is open from each opening to the next closing, by the local time of a
 * zone.
 */
export interface Schedule {
  /** Cron patterns of five parts, or six with seconds in front. */
  readonly opens: string
  readonly closes: string
  /** A time zone of the IANA list, such as `Asia/Shanghai`. */
  readonly zone: string
}

/** A decision of the operator: it holds until the next change of the schedule. */
export interface Override {
  readonly state: 'open' | 'closed'
  /** The time of the decision, epoch milliseconds. */
  readonly at: number
}

/** The properties of a room that decide whether it is open. */
export interface Timing {
  readonly enabled: boolean
  readonly schedule?: Schedule | undefined
  readonly override?: Override | undefined
}

/** The state of a room by its schedule at some moment, and why. */
export interface ScheduleState {
  readonly open: boolean
  readonly why: 'always' | 'disabled' | 'schedule' | 'override'
  /** The time of the next change by the schedule, epoch milliseconds. */
  readonly changesAt?: number
}

/** Returns the state at a moment. The schedule must be one that {@link scheduleProblem} accepts. */
export function scheduleStateOf(
  { enabled, schedule, override }: Timing,
  now: number,
): ScheduleState {
  if (!enabled) return { open: false, why: 'disabled' }
  if (!schedule) return { open: true, why: 'always' }
  const opens = cronOf(schedule.opens, schedule.zone)
  const closes = cronOf(schedule.closes, schedule.zone)
  const opened = lastOf(opens, now)
  const closed = lastOf(closes, now)
  const nextTurn = Math.min(nextOf(opens, now), nextOf(closes, now))
  if (override && override.at >= Math.max(opened, closed)) {
    return { open: override.state === 'open', why: 'override', ...changing(nextTurn) }
  }
  const open = opened > closed
  return { open, why: 'schedule', ...changing(nextOf(open ? closes : opens, now)) }
}

/** Returns the state of {@link scheduleStateOf}, from a cache while it cannot have changed. */
export type PlanAt = (timing: Timing, now: number) => ScheduleState

/**
 * Returns a cache of states, each valid until it changes: two cron patterns take half a
 * millisecond, and any client may request lists of rooms.
 */
export function createPlanCache(): PlanAt {
  const known = new WeakMap<Timing, { readonly from: number; readonly plan: ScheduleState }>()
  return (timing, now) => {
    const there = known.get(timing)
    const until = there?.plan.changesAt ?? Number.POSITIVE_INFINITY
    if (there && now >= there.from && now < until) return there.plan
    const plan = scheduleStateOf(timing, now)
    known.set(timing, { from: now, plan })
    return plan
  }
}

/** Returns the problem of a schedule, as text; undefined if it is valid. */
export function scheduleProblem({ opens, closes, zone }: Schedule): string | undefined {
  if (!isZone(zone)) return `zone: "${zone}" is no time zone such as Asia/Shanghai`
  for (const [name, pattern] of Object.entries({ opens, closes })) {
    const trouble = patternTrouble(pattern, zone)
    if (trouble !== undefined) return `${name}: ${trouble}`
  }
  return undefined
}

function patternTrouble(pattern: string, zone: string): string | undefined {
  const words = pattern.trim().split(/\s+/)
  if (words.length !== 5 && words.length !== 6) {
    return 'must be a cron pattern such as 0 20 * * 1-5 (minute hour day month weekday)'
  }
  // Each change opens or closes connections to the platform.
  if (words.length === 6 && !/^\d{1,2}$/.test(words[0] ?? '')) {
    return 'must come once a minute at most: the first of six parts is one second, such as 30'
  }
  try {
    return cronOf(pattern, zone).nextRun() ? undefined : 'never comes'
  } catch (error) {
    return error instanceof Error
      ? error.message.replace(/^CronPattern: /, '')
      : 'is no cron pattern'
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function cronOf(pattern: string, timezone: string): Cron {
  return new Cron(pattern, { timezone })
}

/**
 * Returns the newest run up to now, this millisecond included; far in the past if there was none.
 */
function lastOf(cron: Cron, now: number): number {
  return cron.previousRuns(1, new Date(now + 1))[0]?.getTime() ?? Number.NEGATIVE_INFINITY
}

function nextOf(cron: Cron, now: number): number {
  return cron.nextRun(new Date(now))?.getTime() ?? Number.POSITIVE_INFINITY
}

function changing(at: number): { readonly changesAt?: number } {
  return Number.isFinite(at) ? { changesAt: at } : {}
}
