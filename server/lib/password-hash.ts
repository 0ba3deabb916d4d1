import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { randomToken } from './bytes/random-token.ts'
import { createTurns } from './turns.ts'

/** Hashes passwords so slowly that a stolen hash is of little use. */
export interface PasswordHash {
  /** Returns the hash of a password, with its salt and parameters. @throws TooBusy */
  readonly hash: (password: string) => Promise<string>
  /**
   * Returns true if the hash is that of the password. Without a hash the answer is false, after the
   * same time. @throws TooBusy
   */
  readonly matches: (password: string, hash: string | undefined) => Promise<boolean>
}

// The OWASP Password Storage Cheat Sheet's parameters of argon2id; 2 is argon2id in this library.
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// One processor is left for the event loop. The library works in libuv's pool of four threads, which
// files and name lookups need too.
const maxRunning = Math.min(2, Math.max(1, availableParallelism() - 1))
const maxWaiting = 500

/** Returns the hashing of passwords, argon2id. */
export async function createPasswordHash(): Promise<PasswordHash> {
  const inTurn = createTurns({ maxRunning, maxWaiting })
  const nobodys = await hash(randomToken(), parameters)
  return {
    hash: (password) => inTurn(() => hash(comparable(password), parameters)),
    matches: async (password, stored) => {
      const same = await inTurn(() => verify(stored ?? nobodys, comparable(password)))
      return same && stored !== undefined
    },
  }
}

// Keyboards and systems compose accents differently.
function comparable(password: string): string {
  return password.normalize('NFC')
}
