import { Forbidden, Refused, RiskControl } from '../../connector.ts'

type Obstacle = Forbidden | Refused | RiskControl

const outdated = 'does not understand how this version asks'

/** What only somebody with access to the settings can change. */
const forbidden: ReadonlyMap<number, string> = new Map([
  [4000, 'does not accept the app id or the identity code; look at both'],
  [4001, 'does not know the access key'],
  [4002, 'does not accept the signature; the access key secret may be wrong'],
  [4005, outdated],
  [4006, outdated],
  [4007, 'does not have the address of this server in its list'],
  [4008, 'does not let this app do that'],
  [4010, outdated],
  [4011, outdated],
  [4013, outdated],
  [5004, 'lets this app into listed rooms only, and this room is not listed'],
  [5005, 'keeps this app out of this room'],
  [6000, 'asks for a code from a text message; verify the account there'],
  [6001, 'asks for a code from a text message; verify the account there'],
  [6002, 'asks for a code from a text message; verify the account there'],
  [6003, 'asks for a code from a text message; verify the account there'],
  [7007, 'does not know the identity code; copy it anew from the live centre'],
  [7010, 'has five sessions of this app in this room already; end one of them'],
  [8002, 'has not admitted this project'],
])

/** What another try may change. */
const refused: ReadonlyMap<number, string> = new Map([
  [4003, 'takes the request for an old one; look at the clock of this machine'],
  [4004, 'has seen this request before'],
  [4012, 'got another body than we sent'],
  [7000, 'knows no session of ours in this room'],
  [7001, 'wants a rest between two sessions'],
  [7002, 'has a session in this room that has not ended'],
  [7003, 'has ended our session'],
])

// The platform's own advice to those who come again too soon; a session without heartbeats lasts a
// minute, so that asking for it more often does not help either.
const restMs: ReadonlyMap<number, number> = new Map([
  [7001, 10_000],
  [7002, 10_000],
])

const tooOften = 4009

/** What an answer other than 0 means, in words that name the code. */
export function obstacleOf(code: number): Obstacle {
  if (code === tooOften) return new RiskControl(inWords('asks for fewer requests', code))
  const closed = forbidden.get(code)
  if (closed !== undefined) return new Forbidden(inWords(closed, code))
  const words = refused.get(code) ?? 'could not serve us'
  const retryAfterMs = restMs.get(code)
  const advice = retryAfterMs === undefined ? {} : { retryAfterMs }
  return new Refused(inWords(words, code), advice)
}

function inWords(words: string, code: number): string {
  return `Bilibili's open platform ${words} (${code})`
}
