import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'

const data = temporaryFolder()
const earlier = 'layer-Earlier1.js'
let server: ServerProcess

beforeAll(async () => {
  const kit = join(data.path, 'web/earlier-build/kit/v1')
  mkdirSync(kit, { recursive: true })
  writeFileSync(join(kit, earlier), 'export const draw = 1')
  server = await startServerProcess({ DATA_DIR: data.path })
})
afterAll(async () => {
  await server.end()
  data.remove()
})

const hashedPage = readdirSync(join(root, 'dist/web/assets')).find((name) => name.endsWith('.js'))

test.each(['/', '/overlay', '/kit/v1/danmu-kit.js', `/assets/${hashedPage}`])(
  'D4 %s is compressed for a client that accepts it, and has an ETag of its own then',
  async (path) => {
    const ask = async (encoding: string) => {
      const headers = { 'accept-encoding': encoding }
      const response = await fetch(`${server.url}${path}`, { headers })
      const text = await response.text() // decompressed
      const { headers: answered } = response
      expect([response.status, answered.get('vary')]).toEqual([200, 'accept-encoding'])
      return { text, encoding: answered.get('content-encoding'), etag: answered.get('etag') ?? '' }
    }
    const [plain, gzip, brotli] = [await ask('identity'), await ask('gzip'), await ask('gzip, br')]
    expect([plain.encoding, gzip.encoding, brotli.encoding]).toEqual([null, 'gzip', 'br'])
    expect([gzip.text, brotli.text]).toEqual([plain.text, plain.text])
    expect(new Set([plain.etag, gzip.etag, brotli.etag]).size).toBe(3)
    const headers = { 'accept-encoding': 'br', 'if-none-match': brotli.etag }
    expect((await fetch(`${server.url}${path}`, { headers })).status).toBe(304)
  },
)

test('D4 a page of an earlier build loads its own files after an upgrade', async () => {
  const response = await fetch(`${server.url}/kit/v1/${earlier}`)
  expect([response.status, await response.text()]).toEqual([200, 'export const draw = 1'])
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${server.url}/kit/v1/layer-Neverwas.js`)).status).toBe(404)
  const builds = readdirSync(join(data.path, 'web'))
  expect(builds).toHaveLength(2)
})
