import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createHttpSigner } from './http.ts'
import type { DouyinSigner } from './signer.ts'
import { stubOf } from './stub.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const query = { room_id: '1', cursor: 't-1', aid: '6383' }

async function serviceOf(handle: Handle, timeoutMs = 5_000): Promise<DouyinSigner> {
  server = createServer(handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return createHttpSigner({ url: `http://127.0.0.1:${port}/sign?key=k`, fetch, timeoutMs })
}

const saying =
  (body: string, status = 200): Handle =>
  (_request, response) =>
    void response.writeHead(status).end(body)

test('S0-6: a service signs the query, and receives nothing but the query', async () => {
  let asked: unknown
  let headers: IncomingMessage['headers'] = {}
  const sign = await serviceOf((request, response) => {
    headers = request.headers
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked = JSON.parse(Buffer.concat(chunks).toString())
      response.end('{"signature":"abc+/="}')
    })
  })
  expect(await sign(query)).toEqual({ signature: 'abc+/=' })
  expect(asked).toEqual({ stub: stubOf(query), query })
  expect(headers).not.toHaveProperty('cookie')
  expect(headers['content-type']).toBe('application/json')
})

test.each([
  ['nothing', '', 200],
  ['no signature', '{}', 200],
  ['null', 'null', 200],
  ['a number', '{"signature":1}', 200],
  ['other symbols', '{"signature":"a&b=c"}', 200],
  ['too long a signature', `{"signature":"${'a'.repeat(300)}"}`, 200],
  ['far too much', `{"signature":"abc","rest":"${'x'.repeat(100_000)}"}`, 200],
  ['500', '{"signature":"abc"}', 500],
])('an answer of %s is no signature', async (_what, body, status) => {
  const sign = await serviceOf(saying(body, status))
  await expect(sign(query)).rejects.toThrow(/^signer_unavailable: the signing service answered/)
})

test('a redirect of a service is not followed', async () => {
  const sign = await serviceOf((_request, response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()
  })
  await expect(sign(query)).rejects.toThrow(
    'signer_unavailable: the signing service cannot be reached',
  )
})

test('a service that does not answer, or not completely, times out', async () => {
  for (const handle of [
    () => undefined,
    (_: unknown, response: ServerResponse) => void response.write('{'),
  ]) {
    const sign = await serviceOf(handle, 100)
    await expect(sign(query)).rejects.toThrow(
      'signer_unavailable: the signing service did not answer in time',
    )
    server.closeAllConnections()
  }
})

test('the failure of an unreachable service does not contain its address', async () => {
  const sign = createHttpSigner({ url: 'http://127.0.0.1:9/?key=secret', fetch, timeoutMs: 5_000 })
  server = createServer()
  await expect(sign(query)).rejects.toThrow(
    /^signer_unavailable: the signing service cannot be reached$/,
  )
})
