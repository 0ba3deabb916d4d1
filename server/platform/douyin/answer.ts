import { PushFrame, type Response } from '../../../proto/gen/douyin.js'
import type { Effect, ReadTools } from '../platform.ts'

/**
 * How a connection is spoken to: `auto` answers each frame as it came, `web` and `bytelink` always in
 * one way. The profile says which; see {@link speaksByteLink}.
 */
export const transports = ['auto', 'web', 'bytelink'] as const

// ByteLink, the newer transport, of which one public client of 2026-10 tells: the same PushFrame with
// this service and method; what the body carried before stands in headers.
const byteLink = { service: 9999, method: 1, payloadEncoding: 'pb' } as const
const detailHeader = 'X-ByteLink-InternalExt'

/** A heartbeat as the web page sends it: a PushFrame whose payload_type (field 7) is `hb`. */
export const webHeartbeat: Uint8Array = Uint8Array.of(0x3a, 2, 0x68, 0x62)

/** The same in the newer transport. */
export const byteLinkHeartbeatFrame: Uint8Array = PushFrame.encode({
  ...byteLink,
  payloadType: 'hb',
}).finish()

/** Asks for heartbeats of the newer transport. */
export const byteLinkHeartbeat: Effect = { kind: 'heartbeat-frame', bytes: byteLinkHeartbeatFrame }

/** Returns whether a frame is of the newer transport, and may be answered in it. */
export function speaksByteLink(frame: PushFrame, { venue }: ReadTools): boolean {
  if (venue?.transport === 'web') return false
  if (venue?.transport === 'bytelink') return true
  return frame.service === byteLink.service || headerOf(frame, detailHeader) !== ''
}

/** Returns the answer that upstream waits for, in the transport in which the frame came. */
export function acknowledge(
  frame: PushFrame,
  response: Response,
  tools: ReadTools,
): readonly Effect[] {
  if (!response.needAck) return []
  const reply = speaksByteLink(frame, tools)
    ? byteLinkAck(frame, response, tools)
    : // `internal_ext` byte for byte, under the frame's own log id.
      { logId: frame.logId, payloadType: 'ack', payload: response.internalExt }
  return [{ kind: 'reply', bytes: PushFrame.encode(reply).finish() }]
}

function byteLinkAck(
  frame: PushFrame,
  { internalExt, now }: Response,
  { now: clock, utf8 }: ReadTools,
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

/** The value of a header; headers stand in no particular order. Empty where there is none. */
export function headerOf({ headers }: PushFrame, name: string): string {
  return headers.find(({ key }) => key === name)?.value ?? ''
}
