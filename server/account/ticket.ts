import type { Clock } from '../lib/clock.ts'
import { randomName } from '../lib/random-token.ts'
import type { TicketCaller } from './caller.ts'
import { fromHex, toHex } from './hex.ts'

/** A ticket as it is handed out. */
export interface IssuedTicket {
  readonly ticket: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** Opens one stream of one room within a minute: what a browser may hold. */
export interface Tickets {
  /** @param by - the token that asks for it; undefined for the owner. */
  readonly issue: (room: string, by: string | undefined) => Promise<IssuedTicket>
  /** Who comes with a ticket; undefined if it is forged, expired or used. Using it spends it. */
  readonly take: (text: string) => Promise<TicketCaller | undefined>
}

const lifeMs = 60_000

// What was used is remembered until it would have expired; beyond this many nothing is accepted.
const maxUsed = 100_000

// room ~ token ~ expiry ~ nonce, and the HMAC over these; the tilde needs no escape in URLs and
// stands in none of them.
const shape = /^(([^~]{1,200})~([\w-]*)~(\d{13})~([\w-]{16}))~([0-9a-f]{64})$/

/**
 * Tickets of this process, kept nowhere: the signing key lives as long as the memory of what was
 * used, so that a restart makes no ticket good twice.
 */
export async function createTickets(clock: Clock): Promise<Tickets> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign', 'verify'])
  const used = new Map<string, number>()
  return {
    issue: async (room, by) => {
      const expiresAt = clock.now() + lifeMs
      const text = [room, by ?? '', expiresAt, randomName()].join('~')
      const signature = await crypto.subtle.sign('HMAC', key, bytesOf(text))
      return { ticket: `${text}~${toHex(new Uint8Array(signature))}`, expiresAt }
    },
    take: async (ticket) => {
      const [, text = '', room = '', by, expiry, nonce = '', signature = ''] =
        shape.exec(ticket) ?? []
      const signed = await crypto.subtle.verify('HMAC', key, fromHex(signature), bytesOf(text))
      const expiresAt = Number(expiry)
      if (!signed || expiresAt <= clock.now()) return undefined
      forgetExpired(used, clock.now())
      if (used.has(nonce) || used.size >= maxUsed) return undefined
      used.set(nonce, expiresAt)
      return { kind: 'ticket', room, ...(by ? { by } : {}) }
    },
  }
}

/** From the oldest use on: who was used first expires about first. */
function forgetExpired(used: Map<string, number>, now: number): void {
  for (const [nonce, expiresAt] of used) {
    if (expiresAt > now) return
    used.delete(nonce)
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
