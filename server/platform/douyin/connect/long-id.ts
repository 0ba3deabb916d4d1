import { between, type Random } from '../../../lib/random.ts'

/**
 * An id such as Douyin gives to visitors it does not know: 19 digits, from 7300000000000000000 to
 * 7999999999999999999. The range that biliup, ordinaryroad and danmu-core draw from.
 */
export function longId(random: Random): string {
  const half = (): string => String(between(random, 0, 99_999_999)).padStart(8, '0')
  return `7${between(random, 30, 99)}${half()}${half()}`
}
