import { gzipSync } from 'node:zlib'
import {
  type WireFields,
  wireBytes,
  wireFields,
  wireNumber,
  wireText,
} from '../../../server/platform/douyin/wire.fake.ts'
import { encode, type FrameHead, responseOf, type RoomMessage } from './wire.ts'

/** The transport of the service: that of the web page, or the newer one. */
export type Transport = 'web' | 'bytelink'

const service = 9999
const method = 1
const detailHeader = 'X-ByteLink-InternalExt'

/** Returns a frame of messages in the newer transport, with the detail in a header. */
export function byteLinkFrame(head: FrameHead, messages: readonly RoomMessage[]): Buffer {
  const headers = { compress_type: 'gzip', [detailHeader]: head.detail }
  return encode([
    [1, head.seqId],
    [2, head.logId],
    [3, service],
    [4, method],
    ...Object.entries(headers).map(([key, value]) => {
      const header = [[1, key] as const, [2, value] as const]
      return [5, encode(header)] as const
    }),
    [6, 'pb'],
    [7, 'msg'],
    [8, gzipSync(responseOf(head, messages))],
  ])
}

/** Returns true if bytes are a heartbeat of the newer transport. */
export function isByteLinkHeartbeat(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes)
  const isBare = [1, 2, 5].every((field) => fields?.has(field) !== true)
  return fields !== undefined && isBare && isByteLink(fields, 'hb')
}

/** Returns true if bytes are the acknowledgement of this frame, with the times of the client. */
export function isByteLinkAck(bytes: Uint8Array, { detail, logId, seqId }: FrameHead): boolean {
  const fields = fieldsOf(bytes)
  if (!fields || !isByteLink(fields, 'ack')) return false
  const numbers = [wireNumber(fields, 1), wireNumber(fields, 2)].join(' ')
  const headers = headersOf(fields)
  const times = ['client_recv_times_ms', 'client_ack_time_ms'].map((key) => headers.get(key) ?? '')
  return (
    numbers === `${seqId} ${logId}` &&
    headers.size === 3 &&
    headers.get(detailHeader) === detail &&
    times.every((time) => /^\d{13}$/.test(time)) &&
    Number(times[0]) <= Number(times[1])
  )
}

function isByteLink(fields: WireFields, type: string): boolean {
  return (
    wireNumber(fields, 3) === String(service) &&
    wireNumber(fields, 4) === String(method) &&
    wireText(fields, 6) === 'pb' &&
    wireText(fields, 7) === type &&
    wireBytes(fields, 8).length === 0
  )
}

function headersOf(fields: WireFields): ReadonlyMap<string, string> {
  const headers = (fields.get(5) ?? []).map((header) => {
    const pair = wireFields(header instanceof Uint8Array ? header : new Uint8Array())
    return [wireText(pair, 1), wireText(pair, 2)] as const
  })
  return new Map(headers)
}

/** Returns the fields of bytes that a client sent; undefined if they are not protobuf. */
function fieldsOf(bytes: Uint8Array): WireFields | undefined {
  try {
    return wireFields(bytes)
  } catch {
    return undefined // a client may send anything
  }
}
