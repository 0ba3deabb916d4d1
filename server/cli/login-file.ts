import { readFileSync } from 'node:fs'
import type { Credentials } from '../account/credential.ts'
import { credentialWish } from '../http/route/credential-shape.ts'
import { UsageError } from './command.ts'

/** What a command logs in with: the cookie of an account, or the access of an app and a code. */
export interface Login {
  readonly cookie?: string
  /** What signs for the open platform, under whatever name. */
  readonly apps?: Pick<Credentials, 'openLive'>
}

/**
 * Reads what one logs in with: the line that a browser sends as Cookie, or JSON as it is put at
 * `/api/credentials`. In a file it stands in no list of processes.
 *
 * @throws UsageError if it cannot be used; the message holds nothing of it.
 */
export function readLogin(path: string): Login {
  const wish = credentialWish.safeParse(wishIn(read(path), path))
  if (!wish.success) {
    const [first] = wish.error.issues
    const where = first?.path.join('.') || 'what is in it'
    throw unusable(path, `${where} ${first?.message ?? 'is no login'}`)
  }
  const { data } = wish
  if (data.platform !== 'bilibili-open') return { cookie: data.cookie }
  const { platform: _, ...app } = data
  return { apps: { openLive: () => Promise.resolve({ kind: 'open-live', ...app }) } }
}

function wishIn(text: string, path: string): unknown {
  // Of a bare cookie the room says which site it is for.
  if (!text.startsWith('{')) return { platform: 'bilibili', cookie: text }
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(path, 'it is neither a cookie nor JSON') // never the cause: it quotes
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new UsageError(`--login-file: ${path} cannot be read`, { cause })
  }
}

function unusable(path: string, why: string): UsageError {
  return new UsageError(`--login-file: ${path} cannot be used: ${why}`)
}
