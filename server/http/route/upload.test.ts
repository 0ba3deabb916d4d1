import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomName } from '../../lib/bytes/random-token.ts'
import { createFakeClock, type FakeClock } from '../../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../../store/engine/db.ts'
import { fakePng, hugePng } from '../../upload/picture.fake.ts'
import { createFakeUploadTable, type FakeUploadTable } from '../../upload/uploads.fake.ts'
import { Uploads } from '../../upload/uploads.ts'
import { bearer, type FakeApp, startApp, token } from '../app.fake.ts'
import { uploadRoutes } from './upload.ts'

let folder = ''
let table: FakeUploadTable
let clock: FakeClock
let app: FakeApp

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-upload-'))
  table = createFakeUploadTable()
  clock = createFakeClock()
  const uploads = new Uploads({ folder, database: table, clock, drawName: randomName })
  await uploads.begin()
  app = await startApp(true, uploadRoutes({ uploads, clock }))
})
afterEach(() => rmSync(folder, { recursive: true }))

type Body = Uint8Array | string | ReadableStream<Uint8Array>

/** Uploads a file as the owner, and returns status and code, or the answer. */
async function upload(body: Body, kind = 'avatar'): Promise<unknown> {
  const sent = { method: 'POST', ...bearer(token), body, duplex: 'half' }
  const response = await app.request(`/api/uploads?kind=${kind}`, sent as RequestInit)
  const answer = (await response.json()) as Readonly<Record<string, unknown>>
  if (response.ok) return answer
  return [response.status, answer['code'], ...('reason' in answer ? [answer['reason']] : [])]
}

/** Returns a body without an announced length, and how many bytes were taken of it. */
function endless(piece: Uint8Array): { body: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      taken += piece.length
      controller.enqueue(piece)
    },
  })
  return { body, taken: () => taken }
}

test('S2-33: a picture is stored under a name of ours, and returned as nothing but a picture', async () => {
  const stored = (await upload(await fakePng(300))) as { name: string; path: string }
  expect(stored).toMatchObject({ kind: 'avatar', width: 256, height: 256 })
  expect(readdirSync(folder)).toEqual([stored.name])
  const response = await app.request(stored.path)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
  })
  expect(app.changes.map(({ action, after }) => [action, after])).toEqual([
    ['POST /api/uploads', stored],
  ])
})

test('S2-33 T-FILE: what is no picture is refused with its cause, and leaves nothing on the disk', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  expect(await upload(svg)).toEqual([422, 'not-a-picture', 'format'])
  expect(await upload('GIF89a/*\u0001\u0001*/=1;alert(1)//;')).toEqual([
    422,
    'not-a-picture',
    'damaged',
  ])
  expect(await upload(hugePng(50_000, 50_000))).toEqual([422, 'not-a-picture', 'pixels'])
  expect(await upload('PK\u0003\u0004')).toEqual([422, 'not-a-picture', 'format'])
  expect(await upload(await fakePng(9), '../../x')).toEqual([400, 'bad-request'])
  expect([readdirSync(folder), table.rows.size]).toEqual([[], 0])
})

test('S2-33 T-FILE: a body without length and without end is read up to the bound', async () => {
  const { body, taken } = endless(new Uint8Array(64 * 1024))
  expect(await upload(body)).toEqual([413, 'body-too-large'])
  expect(taken()).toBeLessThan(9 * 1024 * 1024)
  expect(readdirSync(folder)).toEqual([])
})

test('a caller without an account is refused before a byte is read', async () => {
  const { body, taken } = endless(new Uint8Array(1024))
  const sent = { method: 'POST', body, duplex: 'half' } as RequestInit
  const response = await app.request('/api/uploads?kind=avatar', sent)
  expect([response.status, taken() <= 1024]).toEqual([401, true])
})

test('S2-33 T-FILE: no other file can be read', async () => {
  writeFileSync(join(folder, 'owner'), 'secret')
  for (const name of [
    '..%2F..%2Fx',
    '%2e%2e%2fowner',
    'owner',
    'x.webp',
    '..',
    `${'a'.repeat(16)}.webp`,
  ]) {
    expect((await app.request(`/uploads/${name}`)).status).toBe(404)
  }
})

test('an account keeps 200 uploads at most, and begins ten in a minute', async () => {
  for (let count = 0; count < 10; count++) await upload('PK')
  expect(await upload('PK')).toEqual([429, 'too-many-requests'])
  clock.advance(60_000)
  for (let count = 0; count < 200; count++) {
    table.rows.set(`${count}`, { account: 'owner', bytes: 1 })
  }
  expect(await upload(await fakePng(9))).toEqual([409, 'conflict'])
})

test('while the database is away nothing is stored', async () => {
  table.refuse = new DatabaseUnavailable('away')
  expect(await upload(await fakePng(9))).toEqual([503, 'not-ready'])
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed process left is removed at a start', async () => {
  writeFileSync(join(folder, 'x.webp.part'), 'half')
  await new Uploads({ folder, database: table, clock, drawName: randomName }).begin()
  expect(readdirSync(folder)).toEqual([])
})
