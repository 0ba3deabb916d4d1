/** What should be made is there already; the message says where. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}
