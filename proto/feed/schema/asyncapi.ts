import { closeCodes } from '../close.ts'
import { feedSchemaDocument } from './document.ts'

const closing = Object.entries(closeCodes)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')

/** Returns the feed as AsyncAPI 3, served at `/asyncapi.json`: one channel, one direction. */
export function asyncapiDocument(): object {
  const { $defs, ...schema } = feedSchemaDocument()
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'danmu-relay feed',
      version: '1.0.0',
      description: `Live room events as JSON text frames. Close codes: ${closing}.`,
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
    },
    channels: {
      stream: {
        address: '/rooms/{room}/stream',
        description: 'A WebSocket; the same address answers Accept: text/event-stream with SSE.',
        parameters: { room: { description: 'A slug, or platform:ref.' } },
        messages: { feed: { $ref: '#/components/messages/feed' } },
        bindings: { ws: { query: { type: 'object', properties: queryParameters } } },
      },
    },
    operations: {
      subscribe: {
        action: 'send',
        summary: 'The server sends; subscribers send nothing.',
        channel: { $ref: '#/channels/stream' },
      },
    },
    components: {
      messages: { feed: { contentType: 'application/json', payload: inComponents(schema) } },
      schemas: inComponents($defs ?? {}),
    },
  }
}

const queryParameters = {
  since: { type: 'string', description: 'Resume after <epoch>:<seq>.' },
  last: { type: 'integer', minimum: 0, maximum: 100, description: 'Begin with the last so many.' },
  types: {
    type: 'string',
    description: 'Event types, comma-separated; all for every one, raw for the side stream.',
  },
  alive: { type: 'string', enum: ['1'], description: 'A head each 15 s, even if nothing moved.' },
  token: { type: 'string', description: 'Where the room is not open to everybody.' },
  ticket: { type: 'string', description: 'Instead of a token, for browsers: good once, for 60 s.' },
}

/** Returns a schema with references to components, beside which AsyncAPI allows no other keyword. */
function inComponents(schema: object): unknown {
  const text = JSON.stringify(schema, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && '$ref' in value ? { $ref: value.$ref } : value,
  )
  return JSON.parse(text.replaceAll('#/$defs/', '#/components/schemas/'))
}
