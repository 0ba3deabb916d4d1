import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, soakOverlay } from '../overlay/soak.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'

const hourMs = 3_600_000

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.end())

test(
  'an hour of 200 mixed events a second leaves nothing behind',
  { timeout: hourMs + 300_000 },
  async () => {
    expect(faultsOf(await soakOverlay(server.url, hourMs))).toEqual([])
  },
)
