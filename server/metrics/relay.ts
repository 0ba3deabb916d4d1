import { Counter, Histogram, type Registry } from 'prom-client'

/** The metrics of incoming events, of storage and of logins. */
export interface RelayCounters {
  /** Counts a try to log in, by its result: `ok`, or the code of the problem. */
  readonly logins: (result: string) => void
  /** Records the lag of an event behind the platform's own clock, in seconds. */
  readonly lag: (seconds: number) => void
  /** Records the time in which a source that was connected was not, in seconds. */
  readonly gap: (platform: string, seconds: number) => void
  /** Records the time that the database took for a batch, in seconds. */
  readonly dbWrite: (seconds: number) => void
}

/** Creates the metrics of incoming events, of storage and of logins. */
export function relayCounters(registry: Registry): RelayCounters {
  const registers = [registry]
  const lag = new Histogram({
    name: 'danmu_relay_lag_seconds',
    help: 'From the time that a platform gives an event to its arrival.',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  })
  const gap = new Counter({
    name: 'danmu_relay_gap_seconds_total',
    help: 'How long connected sources were disconnected: events of that time may be lost.',
    labelNames: ['platform'],
    registers,
  })
  const dbWrite = new Histogram({
    name: 'danmu_db_write_seconds',
    help: 'How long the database takes for a batch of events.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const logins = new Counter({
    name: 'danmu_logins_total',
    help: 'Tries to log in.',
    labelNames: ['result'],
    registers,
  })
  return {
    logins: (result) => logins.inc({ result }),
    lag: (seconds) => lag.observe(seconds),
    gap: (platform, seconds) => gap.inc({ platform }, seconds),
    dbWrite: (seconds) => dbWrite.observe(seconds),
  }
}
