import { weightOf } from '../../client/money.ts'
import type { Streak } from '../../client/streak.ts'
import type { ElementWords } from '../../locale/element.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'

/** Returns the receiver, the origin and the value of gifts as text. */
export function streakDetails({ event, value }: Streak, words: ElementWords): string {
  const { to, box } = event
  const details = [
    to && words.to(nameOf(to, words)),
    box && words.outOf(giftNameOf(box, words)),
    weightOf(value) > 0 ? words.money(value) : undefined,
  ]
  return details.filter((detail) => detail !== undefined).join(' · ')
}
