import type { ReasonCode } from '../../proto/feed/index.ts'

/** What may be known of an {@link SiteError} besides its message. */
export interface SiteErrorOptions extends ErrorOptions {
  /** The site's own advice: not before so many milliseconds. */
  readonly retryAfterMs?: number
  /** The reason code, if it is more specific than the class. */
  readonly code?: ReasonCode
}

/**
 * Why a site does not let us in. The message goes into the feed: it says what happened and what
 * one can do, and holds no address and no secret.
 */
class SiteError extends Error {
  readonly retryAfterMs: number | undefined
  readonly code: ReasonCode | undefined

  constructor(message: string, { retryAfterMs, code, ...options }: SiteErrorOptions = {}) {
    super(message, options)
    this.retryAfterMs = retryAfterMs
    this.code = code
  }
}

/** There is no such room. A page without data does not prove that. */
export class RoomNotFound extends SiteError {
  override readonly name = 'RoomNotFound'
}

/** The room exists, but does not broadcast and cannot be listened to. */
export class RoomOffline extends SiteError {
  override readonly name = 'RoomOffline'
}

/** The site takes us for a machine, or asks too many of us to slow down. */
export class RiskControl extends SiteError {
  override readonly name = 'RiskControl'
}

/** A token, signature or session is not accepted; a new one may be. */
export class Refused extends SiteError {
  override readonly name = 'Refused'
}

/** The site cannot serve anybody now, and says so itself. */
export class Unavailable extends SiteError {
  override readonly name = 'Unavailable'
}

/** Nobody could sign; somebody may the next time. The message begins with `signer_unavailable`. */
export class Unsigned extends SiteError {
  override readonly name = 'Unsigned'
}

/** We are not allowed, and asking again changes nothing until somebody changes a setting. */
export class Forbidden extends SiteError {
  override readonly name = 'Forbidden'
}
