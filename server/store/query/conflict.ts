/** The row to create exists already; the message says where. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}
