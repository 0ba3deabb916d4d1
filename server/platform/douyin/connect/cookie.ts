import { between, type Random } from '../../../lib/random.ts'

/** The cookies of a visitor, by name. */
export type Cookies = Readonly<Record<string, string>>

// The identity, and the cookie that a first visit must repeat. Others are not needed.
const kept: ReadonlySet<string> = new Set(['ttwid', '__ac_nonce'])

/** Returns the cookies that an answer sets, as far as they are needed. */
export function cookiesSetBy(headers: Headers): Cookies {
  const pairs = headers.getSetCookie().flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([^=;\s]+)=([^;,\s"]+)/.exec(line) ?? []
    return kept.has(name) ? [[name, value] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** Returns a random nonce: the site requires 21 hex digits and accepts any. */
export function anyNonce(random: Random): string {
  return Array.from({ length: 21 }, () => between(random, 0, 15).toString(16)).join('')
}
