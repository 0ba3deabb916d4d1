import type { Clock } from '../lib/time/clock.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import { fromHex, toHex } from '../lib/bytes/encoding.ts'
import type { TicketIdentity } from './principal.ts'

/** An issued ticket. */
export interface IssuedTicket {
  readonly ticket: string
  /** The time of expiry, epoch milliseconds. */
  readonly expiresAt: number
}

/** Tickets for browsers: each opens one stream of one room within a minute. */
export interface Tickets {
  /**
   * Issues a ticket. @param by - the id of the token or session that requests it; undefined for the
   * owner token.
   */
  readonly issue: (room: string, by: string | undefined) => Promise<IssuedTicket>
  /** Uses a ticket up. @returns its holder; undefined if it is forged, expired or used. */
  readonly take: (text: string) => Promise<TicketIdentity | undefined>
  /** Invalidates the tickets that a token or session requested. */
  readonly revoke: (by: string) => void
}

const lifeMs = 60_000

// Used tickets are stored until they would have expired; beyond this number none is accepted.
const maxUsed = 100_000

// room ~ token ~ expiry ~ nonce, and the HMAC over these; the tilde needs no escape in URLs and is
// in none of them.
const shape = /^(([^~]{1,200})~([\w-]*)~(\d{13})~([\w-]{16}))~([0-9a-f]{64})$/

// The parts of a text that is no ticket; an empty signature is never valid.
type Parts = readonly [string, string, string, string, string, string, string]
const noParts: Parts = ['', '', '', '', '', '', '']

/**
 * Creates the tickets of this process, which are stored nowhere: the signing key lives as long as
 * the list of used tickets, so that a restart makes no ticket valid twice.
 */
export async function createTickets(clock: Clock): Promise<Tickets> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign', 'verify'])
  const used = new Map<string, number>()
  const revoked = new Map<string, number>() // until the last of their tickets has expired
  return {
    issue: async (room, by) => {
      const expiresAt = clock.now() + lifeMs
      const text = [room, by ?? '', expiresAt, randomName()].join('~')
      const signature = await crypto.subtle.sign('HMAC', key, bytesOf(text))
      return { ticket: `${text}~${toHex(new Uint8Array(signature))}`, expiresAt }
    },
    take: async (ticket) => {
      const [, text, room, by, expiry, nonce, signature] = partsOf(ticket)
      const signed = await crypto.subtle.verify('HMAC', key, fromHex(signature), bytesOf(text))
      const expiresAt = Number(expiry)
      if (!signed || expiresAt <= clock.now()) return undefined
      forgetExpired(used, clock.now())
      if (used.has(nonce) || used.size >= maxUsed || revoked.has(by)) return undefined
      used.set(nonce, expiresAt)
      return { kind: 'ticket', room, ...(by ? { by } : {}) }
    },
    revoke: (by) => {
      forgetExpired(revoked, clock.now())
      revoked.set(by, clock.now() + lifeMs)
    },
  }
}

function partsOf(ticket: string): Parts {
  return (shape.exec(ticket) as Parts | null) ?? noParts // six groups, none of them optional
}

/** Deletes expired entries from the oldest on: entries expire about in the order of insertion. */
function forgetExpired(remembered: Map<string, number>, now: number): void {
  for (const [name, expiresAt] of remembered) {
    if (expiresAt > now) return
    remembered.delete(name)
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
