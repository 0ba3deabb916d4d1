import type { ChildProcess } from 'node:child_process'

/** The text fields that enter and leave a signer. */
export type Fields = Readonly<Record<string, string>>

/**
 * Returns the fields that complete a request, given its other fields. If there are several signers,
 * `turn` selects the first one to try.
 */
export type FieldSigner = (fields: Fields, turn: number) => Promise<Fields>

/** The dependencies of signers. */
export interface SignerParts {
  /** Returns the stored fields of an app by the name of its credential; undefined without one. */
  readonly app: (name: string) => Promise<AppFields | undefined>
  /** Returns the time, epoch milliseconds. */
  readonly now: () => number
  /** Returns a text that was never used before. */
  readonly nonce: () => string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Starts a module in the folder of a caller as a process that can be sent messages. */
  readonly spawn: (beside: string, name: string) => ChildProcess
}

/** The fields of an app, in the form that its platform has checked. */
export type AppFields = Readonly<Record<string, unknown>>

/** Signers by the purposes that connectors name. */
export interface Signers {
  readonly purposes: Readonly<Record<string, FieldSigner>>
  /** Ends the processes of the signers. */
  readonly close?: () => Promise<void>
}

/** A folder of signers; each reads the settings of its own platforms in the configuration. */
export interface SignerFamily {
  /** Checks the files that its settings name. @throws SignerSettingError */
  check?(config: object): void
  /** Creates its signers. @throws SignerSettingError */
  create(config: object, parts: SignerParts): Signers
}

/** Signals a setting with which no signer can be created; the message is for the operator. */
export class SignerSettingError extends Error {
  override readonly name = 'SignerSettingError'
}

/**
 * Signals that a signer has no valid answer; another one or a later try may succeed. The message is
 * for people and goes into the feed, so it holds no address.
 */
export class SignerUnavailable extends Error {
  override readonly name = 'SignerUnavailable'

  constructor(what: string, options?: ErrorOptions) {
    super(`signer_unavailable: ${what}`, options)
  }
}
