import { jsonIn } from '../../../lib/net/bounded-json.ts'
import { RiskControl } from '../../errors.ts'
import { fieldsOf } from '../../json/field.ts'
import type { BilibiliIo } from './profile.ts'

/** A request to one of the two interfaces, as a visitor of the site makes it. */
export interface Question {
  readonly base: 'api' | 'live'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly cookie?: string
}

/** The answer of all interfaces: 0 is success, other codes depend on the interface. */
export interface Answer {
  readonly code: number
  readonly data: unknown
}

// The two statuses that request fewer requests; 412 is Bilibili's own.
const slowDown: ReadonlySet<number> = new Set([412, 429])
const tooMany = -412

const suspected = -352

// The code for a missing room depends on the interface.
const absent: ReadonlySet<number> = new Set([60004, 1002002, 19002000])

/** Returns the base address of an interface. */
export function baseOf(base: Question['base'], { endpoints, profile }: BilibiliIo): string {
  return endpoints[base] ?? profile[base]
}

/**
 * Makes one request.
 *
 * @throws RiskControl if there are too many requests; Error if the answer cannot be read.
 */
export async function ask(question: Question, io: BilibiliIo): Promise<Answer> {
  const { base, path, query = {}, cookie } = question
  const url = `${baseOf(base, io)}${path}?${new URLSearchParams(query).toString()}`
  const headers = {
    accept: 'application/json',
    // Sockets send the same, because a token is bound to the agent that fetched it.
    'user-agent': io.profile.userAgent,
    referer: `${io.profile.origin}/`,
    ...(cookie === undefined ? {} : { cookie }),
  }
  const response = await io.fetch(url, { headers, redirect: 'error', signal: io.signal })
  if (response.ok) return answerIn(response, path)
  await response.body?.cancel()
  if (slowDown.has(response.status)) throw tooOften(Number(response.headers.get('retry-after')))
  if (hasVoucher(response)) return suspicion
  throw new Error(`${path} answered with status ${response.status}`)
}

/** Returns true if an answer says that the room does not exist. */
export function isAbsent({ code }: Answer): boolean {
  return absent.has(code)
}

/** Returns true if an answer means risk control: some do so with code 0. */
export function isRiskControl({ code, data }: Answer): boolean {
  return code === suspected || fieldsOf<'v_voucher'>(data).v_voucher !== undefined
}

/** Returns the error for risk control. */
export function riskControl(): RiskControl {
  return new RiskControl(
    'Bilibili takes us for a machine (-352); fewer rooms from this address help, or the open platform',
  )
}

const suspicion: Answer = { code: suspected, data: undefined }

/** Returns true if the headers report -352, which they do in addition to or instead of the body. */
function hasVoucher({ headers }: Response): boolean {
  return (
    headers.has('x-bili-gaia-vvoucher') || headers.get('bili-status-code') === String(suspected)
  )
}

async function answerIn(response: Response, path: string): Promise<Answer> {
  const isSuspect = hasVoucher(response)
  try {
    const answer = answerOf(await jsonIn(response), path)
    return isSuspect && answer.code !== 0 ? suspicion : answer
  } catch (cause) {
    if (isSuspect && !(cause instanceof RiskControl)) return suspicion
    throw cause
  }
}

function answerOf(body: unknown, path: string): Answer {
  const { code, data } = fieldsOf<'code' | 'data'>(body)
  if (typeof code !== 'number') throw new Error(`${path} answered without a code`)
  if (code === tooMany) throw tooOften(0)
  return { code, data }
}

function tooOften(retryAfterSeconds: number): RiskControl {
  const advice = retryAfterSeconds > 0 ? { retryAfterMs: retryAfterSeconds * 1000 } : {}
  return new RiskControl('Bilibili asks for fewer requests from this address (412)', {
    ...advice,
    code: 'slow-down',
  })
}
