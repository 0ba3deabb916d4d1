import type { Failure } from './machine/failure.ts'
import type { Network, Report } from './network.ts'

/** Suspends additional requests to sites that have applied risk control. */
export interface RiskPause {
  /** Returns the end of the pause of a platform in epoch milliseconds; 0 without a pause. */
  readonly until: (platform: string) => number
  /** Starts or extends the pause of a platform. */
  readonly note: (platform: string, now: number) => void
}

const pauseMs = 30 * 60_000

/** Creates a {@link RiskPause} without pauses. Sites judge an IP address, so all rooms pause. */
export function createRiskPause(): RiskPause {
  const ends = new Map<string, number>()
  return {
    until: (platform) => ends.get(platform) ?? 0,
    note: (platform, now) => void ends.set(platform, now + pauseMs),
  }
}

/** Records risk control of a site, so that additional requests pause. */
export function notingRisk(
  report: Report,
  { riskPause, clock }: Network,
  platform: string,
): Report {
  if (!riskPause) return report
  const reportedKinds = new Set<Failure['kind']>()
  const noteRisk = ({ kind }: Failure): void => {
    if (kind === 'risk-control') riskPause.note(platform, clock.now())
  }
  return {
    ...report,
    failure: (failure, cause) => {
      noteRisk(failure)
      report.failure(failure, cause)
    },
    sideRequestFailed: (failure) => {
      noteRisk(failure)
      if (reportedKinds.has(failure.kind)) return
      reportedKinds.add(failure.kind)
      report.sideRequestFailed?.(failure)
    },
  }
}
