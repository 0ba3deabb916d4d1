import type { ReasonCode } from '../../../../proto/feed/index.ts'
import { Forbidden, Refused, RiskControl } from '../../errors.ts'

type AnswerError = Forbidden | Refused | RiskControl

/** The explanation of an answer, which follows the name of the platform, and the reason code. */
type Explanation = readonly [words: string, code: ReasonCode]

const outdated = 'does not understand how this version asks'

/** The codes that only a change of the settings can remove. */
const forbidden: ReadonlyMap<number, Explanation> = new Map<number, Explanation>([
  [
    4000,
    ['does not accept the app id or the identity code; look at both', 'identity-code-refused'],
  ],
  [4001, ['does not know the access key', 'app-refused']],
  [4002, ['does not accept the signature; the access key secret may be wrong', 'app-refused']],
  [4005, [outdated, 'protocol-outdated']],
  [4006, [outdated, 'protocol-outdated']],
  [4007, ['does not have the address of this server in its list', 'address-not-listed']],
  [4008, ['does not let this app do that', 'app-refused']],
  [4010, [outdated, 'protocol-outdated']],
  [4011, [outdated, 'protocol-outdated']],
  [4013, [outdated, 'protocol-outdated']],
  [5004, ['lets this app into listed rooms only, and this room is not listed', 'room-not-listed']],
  [5005, ['keeps this app out of this room', 'room-not-listed']],
  [6000, ['asks for a code from a text message; verify the account there', 'account-unverified']],
  [6001, ['asks for a code from a text message; verify the account there', 'account-unverified']],
  [6002, ['asks for a code from a text message; verify the account there', 'account-unverified']],
  [6003, ['asks for a code from a text message; verify the account there', 'account-unverified']],
  [
    7007,
    [
      'does not know the identity code; copy it again from the live centre',
      'identity-code-refused',
    ],
  ],
  [
    7010,
    ['has five sessions of this app in this room already; end one of them', 'too-many-sessions'],
  ],
  [8002, ['has not admitted this project', 'app-refused']],
])

/** The codes that another attempt may remove. */
const refused: ReadonlyMap<number, Explanation> = new Map<number, Explanation>([
  [4003, ['takes the request for an old one; look at the clock of this machine', 'clock-wrong']],
  [4004, ['has seen this request before', 'session-refused']],
  [4012, ['got another body than we sent', 'session-refused']],
  [7000, ['knows no session of ours in this room', 'session-refused']],
  [7001, ['wants a rest between two sessions', 'session-busy']],
  [7002, ['has a session in this room that has not ended', 'session-busy']],
  [7003, ['has ended our session', 'session-refused']],
])

// The delays that the platform requests; a session without heartbeats lasts a minute, so that more
// attempts do not help either.
const restMs: ReadonlyMap<number, number> = new Map([
  [7001, 10_000],
  [7002, 10_000],
])

const tooOften = 4009

/** Returns the error for an answer other than 0, with the code in its message. */
export function siteErrorOf(answer: number): AnswerError {
  const said = (words: string): string => `Bilibili's open platform ${words} (${answer})`
  if (answer === tooOften) {
    return new RiskControl(said('asks for fewer requests'), { code: 'slow-down' })
  }
  const closed = forbidden.get(answer)
  if (closed) return new Forbidden(said(closed[0]), { code: closed[1] })
  const [words, code] = refused.get(answer) ?? (['could not serve us', 'site-error'] as const)
  const retryAfterMs = restMs.get(answer)
  return new Refused(said(words), { code, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}
