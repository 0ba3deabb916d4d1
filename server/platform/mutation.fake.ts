import protobuf from 'protobufjs'

/** A message with one change. */
export interface Mutation<T> {
  /** The names of the fields from the outer to the inner one, separated by dots. */
  readonly path: string
  readonly how: 'removed' | 'nulled' | 'of another type'
  readonly message: T
}

/** Yields a JSON value once for each field and change: removed, null or of another type. */
export function* jsonMutations(value: unknown, path = ''): Generator<Mutation<unknown>> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, field] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`
    const isList = Array.isArray(value)
    const wrap = (changed: unknown): unknown =>
      isList ? value.with(Number(name), changed) : { ...value, [name]: changed }
    if (!isList) yield { path: at, how: 'removed', message: wrap(undefined) }
    yield { path: at, how: 'nulled', message: wrap(null) }
    yield { path: at, how: 'of another type', message: wrap(otherThan(field)) }
    for (const { how, message, path: deeper } of jsonMutations(field, at)) {
      yield { path: deeper, how, message: wrap(message) }
    }
  }
}

/** Returns a value of another type that no reader accepts: no text of digits, and not 0 or 1. */
function otherThan(value: unknown): unknown {
  if (Array.isArray(value)) return { other: 7 }
  return typeof value === 'string' || typeof value === 'object' ? -7.5 : { other: 7 }
}

const varint = 0
const fixed64 = 1
const delimited = 2
const fixed32 = 5
const wireTypes = [varint, fixed64, delimited, fixed32]

/**
 * Yields a protobuf message once for each declared field, at any depth, and change: removed,
 * emptied (which is the null of protobuf) or of another wire type.
 */
export function* wireMutations(
  bytes: Uint8Array,
  type: protobuf.Type,
  path = '',
): Generator<Mutation<Uint8Array>> {
  const pieces = piecesOf(bytes)
  for (const [index, { number, wire, content }] of pieces.entries()) {
    const field = type.fieldsById[number]
    if (!field) continue
    const at = path === '' ? field.name : `${path}.${field.name}`
    const wrap = (changed: Uint8Array): Uint8Array =>
      joined(pieces.map((piece, other) => (other === index ? changed : piece.whole)))
    // A repeated field with one value less, or one of another wire type, is still a valid message.
    const isOneOfMany = pieces.filter((piece) => piece.number === number).length > 1
    if (!isOneOfMany) yield { path: at, how: 'removed', message: wrap(new Uint8Array()) }
    yield { path: at, how: 'nulled', message: wrap(written(number, wire, new Uint8Array())) }
    for (const other of isOneOfMany ? [] : wireTypes.filter((one) => one !== wire)) {
      yield { path: at, how: 'of another type', message: wrap(written(number, other, seven)) }
    }
    if (!(field.resolvedType instanceof protobuf.Type) || content === undefined) continue
    for (const { how, message, path: deeper } of wireMutations(content, field.resolvedType, at)) {
      yield { path: deeper, how, message: wrap(written(number, delimited, message)) }
    }
  }
}

interface Piece {
  readonly number: number
  readonly wire: number
  readonly whole: Uint8Array
  /** The content of a field with a length. */
  readonly content?: Uint8Array
}

function piecesOf(bytes: Uint8Array): readonly Piece[] {
  const reader = protobuf.Reader.create(bytes)
  const pieces: Piece[] = []
  while (reader.pos < reader.len) {
    const from = reader.pos
    const tag = reader.uint32()
    const wire = tag & 7
    const content = wire === delimited ? reader.bytes() : undefined
    if (content === undefined) reader.skipType(wire)
    const whole = bytes.subarray(from, reader.pos)
    pieces.push({ number: tag >>> 3, wire, whole, ...(content && { content }) })
  }
  return pieces
}

const seven = new Uint8Array([7])

/** Encodes a field; empty content is 0 if the wire type is a number. */
function written(number: number, wire: number, content: Uint8Array): Uint8Array {
  const writer = protobuf.Writer.create().uint32((number << 3) | wire)
  if (wire === delimited) return writer.bytes(content).finish()
  const value = content[0] ?? 0
  if (wire === varint) return writer.uint32(value).finish()
  return wire === fixed64 ? writer.fixed64(value).finish() : writer.fixed32(value).finish()
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
