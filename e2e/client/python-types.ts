import type { SchemaNode } from '../../proto/feed/schema/document.ts'

/**
 * Returns the contract as Python: one TypedDict for each object, so that a consumer in one file has
 * exact types without a schema library.
 *
 * @throws if the schema uses a type this printer does not know.
 */
export function pythonOf(document: SchemaNode): string {
  const objects: string[] = []
  const unions: string[] = []
  for (const [name, node] of Object.entries(document.$defs ?? {})) {
    if (node.properties) objects.push(...typedDict(name, node))
    else
      unions.push(`${name} = (\n    ${type(node, name, objects).replaceAll(' | ', '\n    | ')}\n)`)
  }
  // A union may contain a later one, and Python reads from the top.
  return [...objects, ...unions.toReversed()].join('\n\n\n')
}

// Reserved words among the field names: such an object cannot be written as a class.
const reserved: ReadonlySet<string> = new Set(['from'])

/** Returns the declaration, after those of the nameless objects inside it. */
function typedDict(name: string, node: SchemaNode): string[] {
  const required = new Set(node.required)
  const inner: string[] = []
  const fields = Object.entries(node.properties ?? {}).map(([field, value]) => {
    const text = type(value, `${name}${capitalised(field)}`, inner)
    return [field, required.has(field) ? text : `NotRequired[${text}]`] as const
  })
  if (fields.some(([field]) => reserved.has(field))) {
    const entries = fields.map(([field, text]) => `    ${JSON.stringify(field)}: ${text},\n`)
    return [...inner, `${name} = TypedDict("${name}", {\n${entries.join('')}})`]
  }
  const about = node.description === undefined ? '' : `    """${node.description}"""\n\n`
  const lines = fields.map(([field, text]) => `    ${field}: ${text}`)
  return [...inner, `class ${name}(TypedDict):\n${about}${lines.join('\n')}`]
}

/** Returns a type as an expression; nameless objects in it are declared under `name` in `inner`. */
function type(node: SchemaNode, name: string, inner: string[]): string {
  if (node.$ref !== undefined) return node.$ref.replace('#/$defs/', '')
  const values = node.const === undefined ? node.enum : [node.const]
  if (values) return `Literal[${values.map(literal).join(', ')}]`
  const choices = node.anyOf ?? node.oneOf
  if (choices) {
    const texts = choices.map((choice, index) => type(choice, `${name}${index + 1}`, inner))
    return texts.join(' | ')
  }
  if (node.properties) {
    inner.push(...typedDict(name, node))
    return name
  }
  return named(node, name, inner)
}

function named(node: SchemaNode, name: string, inner: string[]): string {
  switch (node.type) {
    case undefined:
      return 'Any'
    case 'string':
      return 'str'
    case 'boolean':
      return 'bool'
    case 'integer':
      return 'int'
    case 'number':
      return 'float'
    case 'array':
      return `list[${type(node.items ?? {}, name, inner)}]`
    case 'object': {
      const { additionalProperties: value } = node
      return `dict[str, ${typeof value === 'object' ? type(value, name, inner) : 'Any'}]`
    }
    default:
      throw new Error(`the feed schema holds a type the printer does not know: ${node.type}`)
  }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function literal(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return JSON.stringify(value)
}
