import { readdirSync } from 'node:fs'
import { request as send } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fakePng } from '../../server/upload/picture.fake.ts'
import { temporaryFolder } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, type Reply, startLiveServer, type Visitor } from './people.ts'

const data = temporaryFolder()
let server: LiveServer
let host: Visitor
let viewer: Visitor

beforeAll(async () => {
  server = await startLiveServer({ DATA_DIR: data.path })
  host = await server.register('Hana', 'host')
  viewer = await server.register('Vera')
})
afterAll(async () => {
  await server.end()
  data.remove()
})

async function upload({ cookie }: Visitor, kind: string, file: Uint8Array): Promise<Reply> {
  const headers = { cookie, origin: server.url, 'content-type': 'image/png' }
  const sent = { method: 'POST', headers, body: new Uint8Array(file) }
  const response = await fetch(`${server.url}/api/uploads?kind=${kind}`, sent)
  const body = (await response.json()) as Reply['body']
  return { status: response.status, headers: response.headers, body }
}

const files = (): readonly string[] => readdirSync(join(data.path, 'upload'))

test('S2-33 the picture of a person is uploaded, chosen, seen with its comments, and replaced', async () => {
  expect((await host.ask('POST', '/api/live', { id: 'stage', title: 'Tonight' })).status).toBe(201)
  await host.ask('POST', '/api/live/stage/start')
  const stored = await upload(viewer, 'avatar', await fakePng(400))
  expect(stored.status).toBe(201)
  const avatar = String(stored.body['path'])
  expect((await host.ask('PATCH', '/api/me', { avatar })).status).toBe(404)
  expect((await viewer.ask('PATCH', '/api/me', { avatar })).body).toMatchObject({
    name: 'Vera',
    avatar,
  })
  const stream = subscribe(server.url, '/rooms/live:stage/stream?types=chat')
  await stream.take(1)
  await viewer.ask('POST', '/api/live/stage/comments', { text: 'look' })
  await until(() => stream.frames.some(({ type }) => type === 'chat'))
  expect(stream.frames.find(({ type }) => type === 'chat')).toMatchObject({ user: { avatar } })
  stream.close()
  expect((await fetch(`${server.url}${avatar}`)).headers.get('content-type')).toBe('image/webp')
  await viewer.ask('PATCH', '/api/me', { avatar: null })
  expect((await fetch(`${server.url}${avatar}`)).status).toBe(404)
  expect(files()).toEqual([])
})

test('S2-33 a broadcast has an uploaded cover of its host, and guests upload nothing', async () => {
  const cover = String((await upload(host, 'cover', await fakePng(1_600, 900))).body['path'])
  const room = { title: 'Cover', cover }
  const made = await host.ask('POST', '/api/live', { id: 'covered', ...room })
  expect(made.body).toMatchObject({ broadcast: { cover } })
  expect((await upload(viewer, 'cover', await fakePng(9))).status).toBe(403)
  const guest = await server.visit()
  expect((await upload(guest, 'avatar', await fakePng(9))).status).toBe(403)
  expect((await host.ask('PATCH', '/api/live/covered', { cover: '/uploads/../x' })).status).toBe(
    400,
  )
})

test('S2-33 T-FILE: a file without length and without end is refused after its bound, and nothing stays', async () => {
  const before = files()
  const answer = await new Promise<number>((resolve, reject) => {
    const { cookie } = viewer
    const headers = { cookie, origin: server.url, 'transfer-encoding': 'chunked' }
    const request = send(`${server.url}/api/uploads?kind=avatar`, { method: 'POST', headers })
    const piece = Buffer.alloc(256 * 1024)
    const write = (): void => {
      if (!request.destroyed) request.write(piece, () => setImmediate(write))
    }
    let status: number | undefined
    request.on('response', (response) => {
      status = response.statusCode
      response.resume()
    })
    request.on('error', (error) => (status === undefined ? reject(error) : undefined))
    request.on('close', () => resolve(status ?? 0))
    write()
  })
  expect(answer).toBe(413)
  expect(files()).toEqual(before)
})
