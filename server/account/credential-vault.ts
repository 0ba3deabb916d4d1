import type { Clock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { type SecretBox, DecryptFailed } from '../lib/bytes/secret-box.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { CredentialRecord } from '../store/query/credential.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { type Secret, secretOf } from './credential-secret.ts'

/** Where credentials are kept. Every call rejects with StoreAway while the database is away. */
export interface CredentialStore {
  readonly load: () => Promise<readonly CredentialRecord[]>
  readonly put: (credential: CredentialRecord) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}

/** What the operator logs in to a platform with. */
export interface Credential extends Omit<CredentialRecord, 'sealed'> {
  /** Undefined where it cannot be read: its key is lost. */
  readonly secret: Secret | undefined
}

/** What somebody wants kept. */
export interface CredentialWish {
  readonly name: string
  readonly platform: string
  readonly room?: string | undefined
  readonly secret: Secret
}

/** What the credentials are made of. */
export interface CredentialVaultParts {
  readonly store: CredentialStore
  readonly seal: SecretBox
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Is told what was put, changed or taken away: whoever uses it must log in anew. */
  readonly onChange: (credential: Credential) => void
}

// So long a source waits at the start of the server for what it may log in with.
const patienceMs = 8_000

/**
 * What the operator logs in to platforms with. Secrets are at rest only sealed, and leave this class
 * only for who uses them: neither the log nor the API ever shows one.
 */
export class CredentialVault {
  readonly #parts: CredentialVaultParts
  readonly #waiting = new Set<() => void>()
  #credentials: ReadonlyMap<string, Credential> | undefined
  /** True if somebody waited in vain. */
  #missed = false

  constructor(parts: CredentialVaultParts) {
    this.#parts = parts
  }

  /** Takes up what is kept. @throws as the store does. */
  async load(): Promise<void> {
    const records = await this.#parts.store.load()
    const credentials = await Promise.all(records.map((record) => this.#unsealed(record)))
    this.#credentials = new Map(credentials.map((one) => [one.name, one]))
    for (const go of this.#waiting) go()
    if (this.#missed) for (const one of credentials) this.#parts.onChange(one)
  }

  /** Every credential, by name. */
  list(): readonly Credential[] {
    return [...this.#loaded().values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  find(name: string): Credential | undefined {
    return this.#loaded().get(name)
  }

  /**
   * Keeps a credential in place of what had its name.
   *
   * @throws Conflict if another one stands for the same platform and room.
   */
  async put({ secret, ...wish }: CredentialWish): Promise<Credential> {
    const { store, seal, clock, log, onChange } = this.#parts
    const before = this.#loaded()
    const other = [...before.values()].find((one) => rivals(one, wish))
    if (other) throw new Conflict(`credential "${other.name}" is for the same platform and rooms`)
    const updatedAt = clock.now()
    const createdAt = before.get(wish.name)?.createdAt ?? updatedAt
    const sealed = await seal.encrypt(JSON.stringify(secret), wish.name)
    await store.put({ ...wish, sealed, createdAt, updatedAt })
    const credential: Credential = { ...wish, secret, createdAt, updatedAt }
    this.#credentials = new Map([...this.#loaded(), [wish.name, credential]])
    log.info({ credential: wish.name, platform: wish.platform, room: wish.room }, 'credential kept')
    onChange(credential)
    return credential
  }

  /** @returns false if there is none. */
  async remove(name: string): Promise<boolean> {
    const { store, log, onChange } = this.#parts
    const credential = this.#loaded().get(name)
    if (!credential) return false
    await store.remove(name)
    this.#credentials = new Map([...this.#loaded()].filter(([other]) => other !== name))
    log.info({ credential: name, platform: credential.platform }, 'credential removed')
    onChange(credential)
    return true
  }

  /** Forgets what was for one room alone: the room is gone, and its credentials with it. */
  forgetRoom(room: string): void {
    if (!this.#credentials) return
    this.#credentials = new Map([...this.#credentials].filter(([, one]) => one.room !== room))
  }

  /** The cookie for a platform in a configured room: its own, else that of all rooms. */
  async cookieFor(platform: string, room: string): Promise<string | undefined> {
    return cookieIn(await this.#whenLoaded(), platform, room)
  }

  /** Whether there is one; false until they are loaded. */
  hasCookie(platform: string, room: string): boolean {
    return cookieIn(this.#credentials ?? none, platform, room) !== undefined
  }

  /** The access of an app of Bilibili's open platform, by the name of the credential. */
  async openLive(name: string): Promise<Extract<Secret, { kind: 'open-live' }> | undefined> {
    const secret = (await this.#whenLoaded()).get(name)?.secret
    return secret?.kind === 'open-live' ? secret : undefined
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

  /** @throws StoreAway until they are loaded. */
  #loaded(): ReadonlyMap<string, Credential> {
    if (!this.#credentials) throw new DatabaseUnavailable('the credentials are not loaded yet')
    return this.#credentials
  }

  /** None, where they take too long: who could not log in is told when they are there. */
  async #whenLoaded(): Promise<ReadonlyMap<string, Credential>> {
    if (!this.#credentials) {
      await new Promise<void>((resolve) => {
        const timer = this.#parts.clock.after(patienceMs, () => {
          this.#missed = true
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

type Place = Pick<CredentialRecord, 'name' | 'platform' | 'room'>

/** Of cookies there is one for a platform and room; of the open platform's apps any number. */
function rivals(one: Place, wish: Place): boolean {
  if (one.name === wish.name || one.platform !== wish.platform) return false
  return one.room === wish.room && wish.platform !== 'bilibili-open'
}
