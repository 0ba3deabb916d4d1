import { readFileSync } from 'node:fs'
import { Option } from '@commander-js/extra-typings'
import { readLogin as readPasted } from '../../proto/input/login.ts'
import type { AppFields } from '../account/credential-secret.ts'
import { loginRefusal } from '../account/login-words.ts'
import { credentialWish, wantedLogin } from '../http/route/credential-shape.ts'
import { loginSites } from '../platform/registry.ts'
import { type Terminal, UsageError } from './command.ts'

/** The login of a command: the cookie of an account, or the access of an app and a code. */
export interface Login {
  readonly cookie?: string
  /** The access of an app, the same for every credential name. */
  readonly app?: AppFields
  /** Remarks for the user on a login that can be used. */
  readonly remarks?: readonly string[]
}

/** The option of a command that may use a login. */
export const loginFileOption = new Option(
  '--login-file <file>',
  'a cookie in any usual form, or an app of the open platform as JSON',
)

/**
 * Reads a login from a file: cookies in any form that people paste, or JSON as in a `PUT` to
 * `/api/credentials`. Unlike an argument, a file is in no list of processes.
 *
 * @param platform - the platform that the login is for.
 * @param now - epoch milliseconds.
 * @throws UsageError if it cannot be used; the message contains no part of it.
 */
export function readLogin(path: string, platform: string, now: number): Login {
  const text = read(path)
  const whole = wishIn(text)
  if (whole === undefined) return cookieIn(text, platform, path, now)
  const wish = credentialWish.safeParse(whole)
  if (!wish.success) {
    const [first] = wish.error.issues
    const where = first?.path.join('.') || 'what is in it'
    throw unusable(path, `${where} ${first?.message ?? 'is no login'}`)
  }
  const data = wantedLogin(wish.data)
  return data.kind === 'cookie'
    ? cookieIn(data.cookie, data.platform, path, now)
    : { app: data.fields }
}

/** Returns JSON that names its platform, which is a whole credential; undefined for cookies. */
function wishIn(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  try {
    const json = JSON.parse(text) as unknown
    return typeof json === 'object' && json !== null && 'platform' in json ? json : undefined
  } catch {
    return undefined // cookieIn reports what is wrong with it
  }
}

/** Reads a login as {@link readLogin} does, and writes its remarks to the terminal. */
export function loginIn(path: string, platform: string, { err }: Pick<Terminal, 'err'>): Login {
  const login = readLogin(path, platform, Date.now())
  for (const remark of login.remarks ?? []) err(`${remark}\n`)
  return login
}

function cookieIn(text: string, platform: string, path: string, now: number): Login {
  const site = loginSites.find((one) => one.platform === platform)
  if (!site) throw unusable(path, `${platform} takes no cookie`)
  const login = readPasted(text, site, loginSites, now)
  if (login.kind === 'refused') throw unusable(path, `it ${loginRefusal(login, site)}`)
  const { cookie, expired } = login
  if (expired.length === 0) return { cookie }
  return { cookie, remarks: [`--login-file: ${expired.join(', ')} has expired; log in anew`] }
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
