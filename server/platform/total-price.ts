/**
 * Returns what so many items cost at the price of one, in the unit of that price. Every
 * multiplication of money is this one: its test names the message that proves each.
 */
export function totalPrice(unitPrice: number, count: number): number {
  return unitPrice * count
}
