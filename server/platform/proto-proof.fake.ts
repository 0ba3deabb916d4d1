import protobuf from 'protobufjs'

/** A field of a `.proto` file. */
export interface ProtoField {
  /** `Message.field`, with the messages around it: `SendGift.Item.tid`. */
  readonly path: string
  /** True where its comment says so: no message at hand proves its number. */
  readonly unproved: boolean
}

/** A real message, as it came. */
export interface Evidence {
  /** The name of its type, without the package. */
  readonly type: string
  readonly bytes: Uint8Array
}

const mark = /\bunproved\b/

/** Returns every field of a `.proto` file. */
export function protoFields(text: string): readonly ProtoField[] {
  return typesIn(parsed(text)).flatMap((type) =>
    type.fieldsArray.map((field) => ({
      path: pathOf(field),
      unproved: mark.test(field.comment ?? ''),
    })),
  )
}

/**
 * Returns the fields that stand in real messages, at their number and with a wire type that fits
 * what they are declared as.
 *
 * @throws if a message is no protobuf: then it proves nothing.
 */
export function provedFields(text: string, evidence: readonly Evidence[]): ReadonlySet<string> {
  const root = parsed(text)
  const proved = new Set<string>()
  for (const { type, bytes } of evidence) walk(bytes, root.lookupType(type), proved)
  return proved
}

function parsed(text: string): protobuf.Root {
  const comments = { keepCase: true, alternateCommentMode: true, preferTrailingComment: true }
  const { root } = protobuf.parse(text, comments)
  root.resolveAll()
  return root
}

function typesIn(space: protobuf.NamespaceBase): readonly protobuf.Type[] {
  return space.nestedArray.flatMap((one) => [
    ...(one instanceof protobuf.Type ? [one] : []),
    ...(one instanceof protobuf.Namespace ? typesIn(one) : []),
  ])
}

/** The names of the messages around a field and its own, without the package. */
function pathOf(field: protobuf.Field): string {
  const names = [field.name]
  for (let one = field.parent; one instanceof protobuf.Type; one = one.parent)
    names.unshift(one.name)
  return names.join('.')
}

const scalarWire: Readonly<Record<string, number>> = protobuf.types.basic
const lengthDelimited = 2

function walk(bytes: Uint8Array, type: protobuf.Type, proved: Set<string>): void {
  const reader = protobuf.Reader.create(bytes)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    const wire = tag & 7
    const field = type.fieldsById[tag >>> 3]
    if (field && fits(field, wire)) {
      proved.add(pathOf(field))
      if (field.resolvedType instanceof protobuf.Type && wire === lengthDelimited) {
        walk(reader.bytes(), field.resolvedType, proved)
        continue
      }
    }
    reader.skipType(wire)
  }
}

/** Numbers in a list may be packed into one run of bytes. */
function fits(field: protobuf.Field, wire: number): boolean {
  const expected = field.map ? lengthDelimited : (scalarWire[field.type] ?? wireOfNamed(field))
  return wire === expected || (field.repeated && wire === lengthDelimited)
}

function wireOfNamed({ resolvedType }: protobuf.Field): number {
  return resolvedType instanceof protobuf.Enum ? 0 : lengthDelimited
}
