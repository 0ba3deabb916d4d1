/** So much work waits already that more of it is refused at once; the same call may succeed later. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}
