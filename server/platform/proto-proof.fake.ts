import protobuf from 'protobufjs'

/** A field of a `.proto` file. */
export interface ProtoField {
  /** The path of the field, with its outer messages: `SendGift.Item.tid`. */
  readonly path: string
  /** True if the comment of the field marks its number as unproved by a real message. */
  readonly unproved: boolean
}

/** A real message, unchanged. */
export interface Evidence {
  /** The name of its type, without the package. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** The fields whose `unproved` mark is wrong, by path. */
interface ProofErrors {
  readonly unmarked: readonly string[]
  readonly needlesslyMarked: readonly string[]
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
 * Returns the fields that real messages contain with the declared number and a fitting wire type.
 *
 * @throws if a message is no protobuf and so proves nothing.
 */
export function provedFields(text: string, evidence: readonly Evidence[]): ReadonlySet<string> {
  const root = parsed(text)
  const proved = new Set<string>()
  for (const { type, bytes } of evidence) walk(bytes, root.lookupType(type), proved)
  return proved
}

/** Returns the fields without proof and without the mark, and those with both. */
export function proofErrors(text: string, evidence: readonly Evidence[]): ProofErrors {
  const proved = provedFields(text, evidence)
  const wrong = protoFields(text).filter(({ path, unproved }) => unproved === proved.has(path))
  const paths = (isMarked: boolean): readonly string[] =>
    wrong.flatMap(({ path, unproved }) => (unproved === isMarked ? path : []))
  return { unmarked: paths(false), needlesslyMarked: paths(true) }
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

/** Returns the names of the outer messages and of the field, without the package. */
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

/** Returns true if a wire type fits a field; repeated numbers may be packed into bytes. */
function fits(field: protobuf.Field, wire: number): boolean {
  const expected = field.map ? lengthDelimited : (scalarWire[field.type] ?? wireOfNamed(field))
  return wire === expected || (field.repeated && wire === lengthDelimited)
}

function wireOfNamed({ resolvedType }: protobuf.Field): number {
  return resolvedType instanceof protobuf.Enum ? 0 : lengthDelimited
}
