import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundedFetch } from './bounded-fetch.ts'

const most = 64 * 1024
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
let closed = 0

const server = createServer((request, response) => {
  response.on('close', () => (closed += 1))
  switch (request.url ?? '') {
    case '/small':
      return response
        .writeHead(203, { 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] })
        .end('ü'.repeat(most / 2))
    case '/bomb':
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    case '/away':
      return response.writeHead(302, { location: '/small' }).end()
    default: {
      const more = (): void => {
        while (response.write(Buffer.alloc(8192))) if (response.destroyed) return
      }
      response.on('drain', more)
      return more()
    }
  }
})

let base = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (path: string): Promise<Response> =>
  boundedFetch((url, init) => fetch(url, init), most)(base + path, { redirect: 'manual' })

test('a response up to the limit is unchanged, with its cookies', async () => {
  const response = await ask('/small')
  expect(response.status).toBe(203)
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  expect(await response.text()).toBe('ü'.repeat(most / 2))
})

test('a redirect is a response without a body', async () => {
  const response = await ask('/away')
  expect([response.status, response.headers.get('location')]).toEqual([302, '/small'])
  expect(await response.text()).toBe('')
})

test.each(['/endless', '/bomb'])('%s breaks off, and the connection ends', async (path) => {
  const before = closed
  const response = await ask(path)
  await expect(response.text()).rejects.toMatchObject({ code: 'BODY_TOO_LONG' })
  await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThan(before)
})

test('a caller that ignores the body frees the connection', async () => {
  const before = closed
  const response = await ask('/endless')
  await response.body?.cancel()
  await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThan(before)
})
