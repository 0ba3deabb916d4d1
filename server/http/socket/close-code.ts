import { closeCodes, type ProblemCode } from '../../../proto/feed/index.ts'
import type { RoomDenied } from '../../room/room-denied.ts'

// A close frame carries 125 bytes, two of them the code.
const maxReasonBytes = 123

/** Returns a reason, cut to the size of a close frame. */
export function closeReason(reason: string): string {
  // A character cut in half would be malformed UTF-8, which a close frame may not hold.
  const bytes = new TextEncoder().encode(reason).subarray(0, maxReasonBytes)
  return new TextDecoder().decode(bytes).replace(/\ufffd+$/, '')
}

/** Returns the close code of a refusal; it says whether the client or the server must change. */
export function closeCodeOf({ refused }: RoomDenied): number {
  return refusalCodes[refused]
}

/**
 * Returns the close code by which an open socket reports a problem of its request: a browser cannot
 * read a refused handshake. Undefined for the problems that refuse the handshake.
 */
export function closeCodeOfProblem(code: ProblemCode): number | undefined {
  return reportedOpen[code]
}

const reportedOpen: Readonly<Partial<Record<ProblemCode, number>>> = {
  'bad-request': closeCodes.badRequest,
  'login-required': closeCodes.notAllowed,
  'not-allowed': closeCodes.notAllowed,
  'wrong-token': closeCodes.notAllowed,
}

const refusalCodes: Readonly<Record<RoomDenied['refused'], number>> = {
  malformed: closeCodes.badRequest,
  unknown: closeCodes.noSuchRoom,
  'not-allowed': closeCodes.notAllowed,
  'wrong-token': closeCodes.notAllowed,
  full: closeCodes.tryLater,
  off: closeCodes.roomOff,
  'not-ready': closeCodes.tryLater,
}
