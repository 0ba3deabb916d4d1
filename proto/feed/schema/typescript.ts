import type { SchemaNode } from './document.ts'

/**
 * Returns the contract as TypeScript: one readonly declaration for each definition, documentation
 * included, so that consumers get exact types without a schema library.
 *
 * @throws if the schema uses a keyword that this printer does not support.
 */
export function typescriptOf(document: SchemaNode): string {
  const declarations = Object.entries(document.$defs ?? {}).map(([name, node]) =>
    node.type === 'object' && node.properties
      ? `${comment(node, '')}export interface ${name} ${body(node, '')}`
      : `${comment(node, '')}export type ${name} = ${type(node, '')}`,
  )
  return `// Made by npm run proto from proto/feed/schema.\n\n${declarations.join('\n\n')}\n`
}

function type(node: SchemaNode, indent: string): string {
  if (node.$ref) return node.$ref.replace('#/$defs/', '')
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = node.anyOf ?? node.oneOf
  if (choices) return choices.map((choice) => type(choice, indent)).join(' | ')
  return typeByName(node, indent)
}

function typeByName(node: SchemaNode, indent: string): string {
  switch (node.type) {
    case undefined:
      return 'unknown'
    case 'string':
    case 'boolean':
      return node.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly ${bracketed(type(node.items ?? {}, indent))}[]`
    case 'object':
      return node.properties ? body(node, indent) : mapOf(node, indent)
    default:
      throw new Error(`The feed schema holds a type the printer does not know: ${node.type}`)
  }
}

function mapOf(node: SchemaNode, indent: string): string {
  const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : {}
  return `Readonly<Record<string, ${type(values, indent)}>>`
}

function body(node: SchemaNode, indent: string): string {
  const required = new Set(node.required)
  const fields = Object.entries(node.properties ?? {}).map(
    ([name, field]) =>
      `${comment(field, `${indent}  `)}${indent}  readonly ${name}${required.has(name) ? '' : '?'}: ${type(field, `${indent}  `)}\n`,
  )
  return `{\n${fields.join('')}${indent}}`
}

function comment(node: SchemaNode, indent: string): string {
  return node.description === undefined ? '' : `${indent}/** ${node.description} */\n`
}

function bracketed(text: string): string {
  return text.includes(' ') ? `(${text})` : text
}
