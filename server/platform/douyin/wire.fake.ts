import Long from 'long'
import { Reader } from 'protobufjs/minimal.js'

/** The values of one field on the wire: numbers in decimal, everything else as bytes. */
export type WireFields = ReadonlyMap<number, readonly (string | Uint8Array)[]>

/**
 * Reads protobuf without a schema, so that a test sees the content of a frame and not the fields
 * that the schema declares.
 */
export function wireFields(bytes: Uint8Array): WireFields {
  const fields = new Map<number, (string | Uint8Array)[]>()
  const reader = Reader.create(bytes)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    const value = (tag & 7) === 0 ? Long.fromValue(reader.uint64()).toString() : reader.bytes()
    fields.set(tag >>> 3, [...(fields.get(tag >>> 3) ?? []), value])
  }
  return fields
}

/** Returns the one number, in decimal, of a field. */
export function wireNumber(fields: WireFields, field: number): string {
  const value = fields.get(field)?.[0]
  return typeof value === 'string' ? value : '0'
}

/** Returns the one text of a field. */
export function wireText(fields: WireFields, field: number): string {
  return new TextDecoder().decode(wireBytes(fields, field))
}

/** Returns the one nested message of a field. */
export function wireMessage(fields: WireFields, field: number): WireFields {
  return wireFields(wireBytes(fields, field))
}

/** Returns the bytes of a field. */
export function wireBytes(fields: WireFields, field: number): Uint8Array {
  const value = fields.get(field)?.[0]
  return value instanceof Uint8Array ? value : new Uint8Array()
}
