import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, expect, test } from 'vitest'
import { runWith } from '../program.fake.ts'

/** Starts a server whose ledger has faults. @returns its address. */
async function serve(imbalance: number, faults: readonly string[]): Promise<string> {
  const found = { accounts: 3, transfers: 2, entries: 4, imbalance, faults }
  const server = createServer((request, response) => {
    response.statusCode = request.headers.authorization === 'Bearer secret' ? 200 : 401
    response.end(JSON.stringify(response.statusCode === 200 ? found : { detail: 'token missing' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const verify = async (server: Promise<string>, env = { DANMU_TOKEN: 'secret' }) =>
  runWith(['ledger', 'verify', '--server', await server], env)

test('ledger verify prints what it has checked, and fails if something is wrong', async () => {
  const whole = await verify(serve(0, []))
  expect([whole.code, whole.out]).toEqual([
    0,
    '3 accounts, 2 transfers, 4 entries, imbalance 0: whole\n',
  ])
  const damaged = await verify(serve(5, ['transfer 7 has entries with the sum 5']))
  expect(damaged.code).toBe(1)
  expect(damaged.out).toContain('imbalance 5: damaged\ntransfer 7 has')
  const refused = await verify(serve(0, []), { DANMU_TOKEN: 'wrong' })
  expect([refused.code, refused.err.includes('token missing')]).toEqual([1, true])
})
