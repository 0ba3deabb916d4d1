import { asyncapiDocument } from '../../../proto/feed/schema/asyncapi.ts'
import { feedSchemaDocument } from '../../../proto/feed/schema/document.ts'
import { openapiDocument } from '../openapi.ts'
import type { Route } from '../route.ts'

/** Returns `/schema/feed.json`, `/asyncapi.json` and the `/openapi.json` of the given routes. */
export function contractRoutes(routes: readonly Route[]): readonly Route[] {
  const documents = {
    '/schema/feed.json': feedSchemaDocument,
    '/asyncapi.json': asyncapiDocument,
    '/openapi.json': () => openapiDocument(routes),
  }
  return Object.entries(documents).map(([path, make]) => {
    const text = JSON.stringify(make(), undefined, 2)
    return {
      method: 'GET',
      path,
      access: 'public',
      shared: true,
      file: true,
      handle: (c) => c.body(text, 200, { 'content-type': 'application/json' }),
    }
  })
}
