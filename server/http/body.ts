import type { Context } from 'hono'
import type { z } from 'zod'
import { zodMessages } from '../lib/zod-messages.ts'
import { Problem } from './problem.ts'
import type { HttpEnv } from './route.ts'

/**
 * Reads the JSON body of a request and checks it against a schema.
 *
 * @throws Problem `bad-request` with the first wrong field.
 */
export async function jsonBody<T>(c: Context<HttpEnv>, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Problem('bad-request', 'send the body as application/json')
  }
  const parsed = schema.safeParse(parseJson(await c.req.text()), { error: zodMessages })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('bad-request', `${issue?.path.join('.') || 'body'}: ${issue?.message}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new Problem('bad-request', 'the body is not JSON', { cause })
  }
}
