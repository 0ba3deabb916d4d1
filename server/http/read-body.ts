import type { Context } from 'hono'
import { Problem } from './problem.ts'
import type { HttpEnv } from './route.ts'

/**
 * Reads the body of a request. Its bytes are counted as they come: a client may announce another length,
 * or none.
 *
 * @throws Problem for a body that is larger, or ends early.
 */
export async function readBody(c: Context<HttpEnv>, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(c.req.header('content-length') ?? 0)
  if (announced > maxBytes) throw tooLarge(maxBytes)
  const parts: Uint8Array[] = []
  let size = 0
  // Not `for await`: that would cancel the stream, and with it the connection before the answer.
  const reader = c.req.raw.body?.getReader()
  for (let next = await nextOf(reader); next; next = await nextOf(reader)) {
    size += next.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    parts.push(next)
  }
  return Buffer.concat(parts, size)
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array> | undefined

async function nextOf(reader: BodyReader): Promise<Uint8Array | undefined> {
  try {
    return (await reader?.read())?.value
  } catch (cause) {
    throw new Problem('bad-request', 'the body ends early', { cause })
  }
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body-too-large', `a file may have ${maxBytes} bytes`, { closes: true })
}
