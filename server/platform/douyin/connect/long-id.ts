import { between, type Random } from '../../../lib/random.ts'

/**
 * Returns an id like those that Douyin gives to unknown visitors: 19 digits, from
 * 7300000000000000000 to 7999999999999999999. The range that biliup, ordinaryroad and danmu-core
 * use.
 */
export function longId(random: Random): string {
  const half = (): string => String(between(random, 0, 99_999_999)).padStart(8, '0')
  return `7${between(random, 30, 99)}${half()}${half()}`
}
