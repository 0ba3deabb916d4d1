import type { Coverage } from '../../proto/feed/index.ts'
import type { Failure } from '../upstream/machine/failure.ts'
import { type Finding, finding, type Kinds, type StepName } from './report.ts'
import type { Code } from './words.ts'

/** Returns the finding of a step that failed. A room that is not live is no defect. */
export function refusalOf(
  step: Extract<StepName, 'page' | 'signature' | 'handshake'>,
  failure: Failure,
): Finding {
  const { kind, reason } = failure
  if (step === 'handshake') return handshakeRefusal(failure)
  if (kind === 'offline') return finding(step, 'warning', 'offline')
  return finding(step, 'failed', refusalCodes[kind] ?? 'unanswered', reason)
}

const refusalCodes: Readonly<Partial<Record<Failure['kind'], Code>>> = {
  'not-found': 'not-found',
  'risk-control': 'taken-for-machine',
  refused: 'refused',
  forbidden: 'forbidden',
  unsigned: 'unsigned',
}

function handshakeRefusal({ kind, reason, code }: Failure): Finding {
  if (kind === 'lost' && code === 'timed-out') return finding('handshake', 'failed', 'no-welcome')
  return finding('handshake', 'failed', handshakeCodes[kind] ?? 'unreachable', reason)
}

// A socket that ends during the greeting was refused; some sites give no other sign.
const handshakeCodes: Readonly<Partial<Record<Failure['kind'], Code>>> = {
  'risk-control': 'handshake-limited',
  refused: 'handshake-refused',
  blocked: 'handshake-refused',
  lost: 'handshake-refused',
  forbidden: 'forbidden',
  offline: 'offline',
  'not-found': 'not-found',
}

/** Returns the finding of an accepted handshake; `unreached`: the failures of the hosts before. */
export function connectedOf(unreached: readonly string[]): Finding {
  const before = unreached.map((reason, host) => `host ${host + 1}: ${reason}`).join(', ')
  return finding('handshake', 'ok', 'connected', before === '' ? undefined : before)
}

/** Returns the finding on the number of frames in the listening time. */
export function framesOf(frames: number, listenMs: number, failure?: Failure): Finding {
  const seconds = Math.round(listenMs / 100) / 10
  if (failure) return finding('frames', 'failed', 'lost', failure.reason)
  const detail = `${frames} in ${seconds} s`
  return finding('frames', frames > 0 ? 'ok' : 'warning', frames > 0 ? 'heard' : 'silent', detail)
}

/** Returns the finding on the kinds of received messages. */
export function kindsOf({ events, unknown, leftOut, faults }: Kinds): Finding {
  if (Object.keys(faults).length > 0) {
    return finding('kinds', 'warning', 'kinds-broken', listOf(faults))
  }
  if (Object.keys(unknown).length > 0) {
    return finding('kinds', 'warning', 'kinds-unknown', listOf(unknown))
  }
  const known = { ...events, ...leftOut }
  if (Object.keys(known).length === 0) return finding('kinds', 'skipped', 'nothing-said')
  return finding('kinds', 'ok', 'kinds-known', listOf(known))
}

function listOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
    .slice(0, 500)
}

// With fewer lines, a single one changes the share too much.
const fewestLines = 5
const wholeShare = 0.9

/** Returns the finding on the share of the published lines that arrived. */
export function completenessOf(coverage: Coverage | undefined): Finding {
  if (!coverage || coverage.samples < fewestLines) {
    return finding('completeness', 'skipped', 'not-compared')
  }
  const { share, samples } = coverage
  const detail = `${Math.round(share * samples)} of ${samples} lines`
  return share >= wholeShare
    ? finding('completeness', 'ok', 'all-heard', detail)
    : finding('completeness', 'warning', 'part-heard', detail)
}
