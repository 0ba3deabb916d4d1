import { PushFrame, type Response } from '../../../proto/gen/douyin.js'
import type { Effect, ReadContext } from '../platform.ts'

/**
 * The transports of answers: `auto` uses that of the received frame, `web` and `bytelink` are
 * fixed. The profile selects one; see {@link speaksByteLink}.
 */
export const transports = ['auto', 'web', 'bytelink'] as const

// ByteLink is the newer transport, as one public client of 2026-10 implements it: the same
// PushFrame with this service and method; fields that the body had before are in headers.
const byteLink = { service: 9999, method: 1, payloadEncoding: 'pb' } as const
const detailHeader = 'X-ByteLink-InternalExt'

/** The heartbeat of the web page: a PushFrame whose payload_type (field 7) is `hb`. */
export const webHeartbeat: Uint8Array = Uint8Array.of(0x3a, 2, 0x68, 0x62)

/** The heartbeat of the newer transport. */
export const byteLinkHeartbeatFrame: Uint8Array = PushFrame.encode({
  ...byteLink,
  payloadType: 'hb',
}).finish()

/** The effect that switches to heartbeats of the newer transport. */
export const byteLinkHeartbeat: Effect = { kind: 'heartbeat-frame', bytes: byteLinkHeartbeatFrame }

/** Returns true if a frame has to be answered in the newer transport. */
export function speaksByteLink(frame: PushFrame, { roomContext }: ReadContext): boolean {
  if (roomContext?.transport === 'web') return false
  if (roomContext?.transport === 'bytelink') return true
  return frame.service === byteLink.service || headerOf(frame, detailHeader) !== ''
}

/** Returns the acknowledgement that upstream requires, in the transport of the frame. */
export function acknowledge(
  frame: PushFrame,
  response: Response,
  tools: ReadContext,
): readonly Effect[] {
  if (!response.needAck) return []
  const reply = speaksByteLink(frame, tools)
    ? byteLinkAck(frame, response, tools)
    : // `internal_ext` unchanged, with the log id of the frame.
      { logId: frame.logId, payloadType: 'ack', payload: response.internalExt }
  return [{ kind: 'reply', bytes: PushFrame.encode(reply).finish() }]
}

function byteLinkAck(
  frame: PushFrame,
  { internalExt, now }: Response,
  { now: clock, utf8 }: ReadContext,
): PushFrame.$Properties {
  const { logId, seqId } = frame
  const detail = headerOf(frame, detailHeader) || utf8(internalExt)
  const time = String(clock?.() ?? now.toString())
  const headers = [
    { key: detailHeader, value: detail },
    { key: 'client_recv_times_ms', value: time },
    { key: 'client_ack_time_ms', value: time },
  ]
  return { ...byteLink, seqId, logId, headers, payloadType: 'ack' }
}

/** Returns the value of a header, in any order of headers; empty if it is missing. */
export function headerOf({ headers }: PushFrame, name: string): string {
  return headers.find(({ key }) => key === name)?.value ?? ''
}
