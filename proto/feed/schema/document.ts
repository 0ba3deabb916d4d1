import { z } from 'zod'
import { feedMessage } from './frame.ts'

/** A JSON Schema node, limited to the keywords that the feed uses. */
export interface SchemaNode {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, SchemaNode>>
  readonly type?: string
  readonly description?: string
  readonly const?: string | number | boolean
  readonly enum?: readonly (string | number)[]
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
  readonly items?: SchemaNode
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | boolean
}

/**
 * Returns the contract as JSON Schema 2020-12, served at `/schema/feed.json`. Objects stay open: a
 * consumer ignores unknown fields, so an additive change does not change `v`.
 */
export function feedSchemaDocument(): SchemaNode {
  const document = z.toJSONSchema(feedMessage, { io: 'input', target: 'draft-2020-12' })
  return { ...document, title: 'danmu-relay feed' } as SchemaNode // the feed uses only these keywords
}
