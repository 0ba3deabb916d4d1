import type { Clock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { type SecretBox, DecryptFailed } from '../lib/bytes/secret-box.ts'
import type { Collection } from '../store/collection.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { CredentialRecord } from '../store/query/credential.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { type AppFields, type Secret, secretOf } from './credential-secret.ts'

/**
 * The store of credentials. Every call rejects with DatabaseUnavailable while the database is away.
 */
export type CredentialStore = Pick<
  Collection<CredentialRecord>,
  'load' | 'save' | 'remove' | 'onChange'
>

/** A credential with which the operator logs in to a platform. */
export interface Credential extends Omit<CredentialRecord, 'sealed'> {
  /** Undefined if it cannot be decrypted: its key is lost. */
  readonly secret: Secret | undefined
}

/** The request to store a credential. */
export interface CredentialInput {
  readonly name: string
  readonly platform: string
  readonly room?: string | undefined
  readonly secret: Secret
}

/** The dependencies of a credential vault. */
export interface CredentialVaultParts {
  readonly store: CredentialStore
  readonly seal: SecretBox
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
}

// The maximal time that a source waits for its credentials at the start of the server.
const maxWaitMs = 8_000

/**
 * The credentials of the operator for platforms. Secrets are stored encrypted only, and leave this
 * class only for the connections that use them: never in the log or the API.
 */
export class CredentialVault {
  readonly #parts: CredentialVaultParts
  readonly #waiting = new Set<() => void>()
  readonly #listeners = new Set<(credential: Credential) => void>()
  #credentials: ReadonlyMap<string, Credential> | undefined
  /** True if a request was answered before the load, without a credential. */
  #hasTimedOut = false

  constructor(parts: CredentialVaultParts) {
    this.#parts = parts
    // It may also be removed together with its room.
    parts.store.onChange((name, record) => {
      if (!record && this.#credentials) this.#credentials = without(this.#credentials, name)
    })
  }

  /**
   * Calls a listener with each credential that is stored, changed or removed from now on: its users
   * must log in again.
   */
  onChange(listener: (credential: Credential) => void): void {
    this.#listeners.add(listener)
  }

  /** Loads the stored credentials. @throws the errors of the store. */
  async load(): Promise<void> {
    const records = await this.#parts.store.load()
    const credentials = await Promise.all(records.map((record) => this.#unsealed(record)))
    this.#credentials = new Map(credentials.map((one) => [one.name, one]))
    for (const go of this.#waiting) go()
    if (this.#hasTimedOut) for (const one of credentials) this.#report(one)
  }

  /** Returns every credential, by name. */
  list(): readonly Credential[] {
    return [...this.#loaded().values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  find(name: string): Credential | undefined {
    return this.#loaded().get(name)
  }

  /**
   * Stores a credential, and replaces the one of the same name.
   *
   * @throws Conflict if another one is for the same platform and room.
   */
  async put(wanted: CredentialInput): Promise<Credential> {
    const { secret, ...input } = wanted
    const { store, seal, clock, log } = this.#parts
    const before = this.#loaded()
    const other = [...before.values()].find((one) => isConflict(one, wanted))
    if (other) throw new Conflict(`credential "${other.name}" is for the same platform and rooms`)
    const updatedAt = clock.now()
    const createdAt = before.get(input.name)?.createdAt ?? updatedAt
    const sealed = await seal.encrypt(JSON.stringify(secret), input.name)
    await store.save({ ...input, sealed, createdAt, updatedAt })
    const credential: Credential = { ...input, secret, createdAt, updatedAt }
    this.#credentials = new Map([...this.#loaded(), [input.name, credential]])
    log.info(
      { credential: input.name, platform: input.platform, room: input.room },
      'credential stored',
    )
    this.#report(credential)
    return credential
  }

  /** Removes a credential. @returns false if there is none. */
  async remove(name: string): Promise<boolean> {
    const { store, log } = this.#parts
    const credential = this.#loaded().get(name)
    if (!credential) return false
    await store.remove(name)
    log.info({ credential: name, platform: credential.platform }, 'credential removed')
    this.#report(credential)
    return true
  }

  /**
   * Returns the cookie for a platform in a configured room: that of the room, else that of all
   * rooms.
   */
  async cookieFor(platform: string, room: string): Promise<string | undefined> {
    return cookieIn(await this.#whenLoaded(), platform, room)
  }

  /** Returns true if there is a cookie; false until the credentials are loaded. */
  hasCookie(platform: string, room: string): boolean {
    return cookieIn(this.#credentials ?? none, platform, room) !== undefined
  }

  /** Returns the fields of an app by the name of its credential. */
  async app(name: string): Promise<AppFields | undefined> {
    const secret = (await this.#whenLoaded()).get(name)?.secret
    return secret?.kind === 'app' ? secret.fields : undefined
  }

  #report(credential: Credential): void {
    for (const listener of this.#listeners) listener(credential)
  }

  async #unsealed({ sealed, ...record }: CredentialRecord): Promise<Credential> {
    const { seal, log } = this.#parts
    try {
      return { ...record, secret: secretOf(await seal.decrypt(sealed, record.name)) }
    } catch (error) {
      if (!(error instanceof DecryptFailed)) throw error
      log.warn({ credential: record.name, error }, 'credential not readable: give it anew')
      return { ...record, secret: undefined }
    }
  }

  /** Returns the loaded credentials. @throws DatabaseUnavailable until they are loaded. */
  #loaded(): ReadonlyMap<string, Credential> {
    if (!this.#credentials)
      throw new DatabaseUnavailable('opening', 'the credentials are not loaded yet')
    return this.#credentials
  }

  /**
   * Returns the credentials after the load, or none if it takes too long; their users are then
   * reported as changed by the load.
   */
  async #whenLoaded(): Promise<ReadonlyMap<string, Credential>> {
    if (!this.#credentials) {
      await new Promise<void>((resolve) => {
        const timer = this.#parts.clock.after(maxWaitMs, () => {
          this.#hasTimedOut = true
          go()
        })
        const go = (): void => {
          timer.cancel()
          this.#waiting.delete(go)
          resolve()
        }
        this.#waiting.add(go)
      })
    }
    return this.#credentials ?? none
  }
}

type Named = ReadonlyMap<string, Credential>

const none: Named = new Map()

function cookieIn(credentials: Named, platform: string, room: string): string | undefined {
  const all = [...credentials.values()].filter((one) => one.platform === platform)
  const { secret } =
    all.find((one) => one.room === room) ?? all.find((one) => one.room === undefined) ?? {}
  return secret?.kind === 'cookie' ? secret.cookie : undefined
}

function without(credentials: Named, name: string): Named {
  return new Map([...credentials].filter(([other]) => other !== name))
}

type Place = Pick<CredentialRecord, 'name' | 'platform' | 'room'>

/**
 * Returns true if two credentials exclude each other: one cookie per platform and room, any number
 * of apps.
 */
function isConflict(one: Place, input: CredentialInput): boolean {
  if (one.name === input.name || one.platform !== input.platform) return false
  return one.room === input.room && input.secret.kind === 'cookie'
}
