import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { runWith } from '../program.fake.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

interface Asked {
  readonly call: string
  readonly authorization: string | undefined
  readonly body: string
}

/** Starts a server with fixed answers. @returns its address and the requests that it got. */
async function serve(answers: Readonly<Record<string, readonly [status: number, body: object]>>) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const call = `${request.method} ${request.url}`
    const [status, answer] = answers[call] ?? [404, { detail: 'nothing here' }]
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push({ call, authorization: request.headers.authorization, body })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked }
}

const env = { DANMU_TOKEN: 'secret' }
const link = { code: 'c', path: '/login#reset=c', expiresAt: 86_400_000 }
const [ada, bob] = [
  { id: 'a1', name: 'Ada', role: 'host' },
  { id: 'b1', name: 'Bob', role: 'viewer', disabledAt: 5 },
]

test('account list prints every page, without deleted accounts', async () => {
  const { url, asked } = await serve({
    'GET /api/accounts?limit=200': [
      200,
      { accounts: [ada, { id: 'x', role: 'viewer' }], next: 'x' },
    ],
    'GET /api/accounts?limit=200&before=x': [200, { accounts: [bob] }],
  })
  const { code, out } = await runWith(['account', 'list', '--server', url], env)
  expect(code).toBe(0)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s+/)),
  ).toEqual([
    ['a1', 'host', 'Ada'],
    ['b1', 'viewer', 'Bob', 'disabled'],
  ])
  expect(asked[0]?.authorization).toBe('Bearer secret')
})

test('account create prints the link by which the password is set', async () => {
  const { url, asked } = await serve({ 'POST /api/accounts': [201, { account: ada, link }] })
  const args = ['account', 'create', 'Ada', '--role', 'host', '--server', url]
  const { out } = await runWith(args, env)
  expect(out).toBe(`${url}/login#reset=c\nvalid once, until 1970-01-02T00:00:00.000Z\n`)
  expect(asked[0]?.body).toBe('{"name":"Ada","role":"host"}')
})

test('account reset finds the account by its name', async () => {
  const { url } = await serve({
    'GET /api/accounts?limit=200': [200, { accounts: [ada, bob] }],
    'POST /api/accounts/b1/reset': [201, link],
  })
  expect((await runWith(['account', 'reset', 'BOB', '--server', url], env)).out).toContain(
    '#reset=c',
  )
  const missing = await runWith(['account', 'reset', 'Eve', '--server', url], env)
  expect([missing.code, missing.err]).toEqual([1, 'there is no account with the name Eve\n'])
})

test('a refusal is printed with its reason, and where a token comes from', async () => {
  const { url } = await serve({ 'POST /api/accounts': [401, { detail: 'token missing' }] })
  const { code, err } = await runWith(['account', 'create', 'Ada', '--server', url])
  expect(code).toBe(1)
  expect(err).toMatch(/the server answers 401: token missing\n.*DANMU_TOKEN is not set/)
  const wrong = await runWith(['account', 'create', 'Ada', '--role', 'owner', '--server', url])
  expect(wrong.code).toBe(2)
})

test('a server that is not there is named', async () => {
  const { url } = await serve({})
  closing.splice(0).forEach((close) => close())
  const { code, err } = await runWith(['account', 'list', '--server', url], env)
  expect([code, err]).toEqual([1, `danmu-relay does not answer at ${url}\n`])
})
