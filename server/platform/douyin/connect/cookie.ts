import { between, type Random } from '../../../lib/random.ts'

/** The cookies a visitor shows, by name. */
export type Cookies = Readonly<Record<string, string>>

// Who we are, and what a first visit is asked to bring the second time. Others are not needed.
const kept: ReadonlySet<string> = new Set(['ttwid', '__ac_nonce'])

/** The cookies an answer sets, as far as we keep any. */
export function cookiesSetBy(headers: Headers): Cookies {
  const pairs = headers.getSetCookie().flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([^=;\s]+)=([^;,\s"]+)/.exec(line) ?? []
    return kept.has(name) ? [[name, value] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** A nonce of our own: the site wants 21 hex digits and accepts any. */
export function anyNonce(random: Random): string {
  return Array.from({ length: 21 }, () => between(random, 0, 15).toString(16)).join('')
}
