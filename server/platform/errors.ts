import type { ReasonCode } from '../../proto/feed/index.ts'

/** The options of a {@link SiteError} besides its message. */
export interface SiteErrorOptions extends ErrorOptions {
  /** The delay that the site requests, in milliseconds. */
  readonly retryAfterMs?: number
  /** The reason code, if it is more specific than the class. */
  readonly code?: ReasonCode
}

/**
 * The reason why a site refuses a connection. The message goes into the feed: it contains the cause
 * and the remedy, and no address and no secret.
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

/** The error if there is no such room. A page without data does not prove that. */
export class RoomNotFound extends SiteError {
  override readonly name = 'RoomNotFound'
}

/** The error if the room exists, but does not broadcast and cannot be connected. */
export class RoomOffline extends SiteError {
  override readonly name = 'RoomOffline'
}

/** The error if the site takes the client for a bot, or limits its rate. */
export class RiskControl extends SiteError {
  override readonly name = 'RiskControl'
}

/** The error if a token, signature or session is not accepted; a new one may be. */
export class Refused extends SiteError {
  override readonly name = 'Refused'
}

/** The error if the site cannot serve any client now, and reports that itself. */
export class Unavailable extends SiteError {
  override readonly name = 'Unavailable'
}

/**
 * The error if no signer could sign; a later attempt may succeed. The message begins with
 * `signer_unavailable`.
 */
export class Unsigned extends SiteError {
  override readonly name = 'Unsigned'
}

/** The error of a missing permission: another attempt changes nothing until a setting changes. */
export class Forbidden extends SiteError {
  override readonly name = 'Forbidden'
}
