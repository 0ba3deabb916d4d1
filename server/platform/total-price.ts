/**
 * Returns the total of a unit price and a count, in the unit of the price. Every total of received
 * money is computed here; conversions between units multiply elsewhere. The test lists all of them.
 */
export function totalPrice(unitPrice: number, count: number): number {
  return unitPrice * count
}
