import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { cli, startCli } from '../kit/cli.ts'
import { makeTruth } from '../fake/bilibili/truth.ts'
import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import { temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function setUp(): Promise<{ fake: FakeBilibili; file: string; env: Record<string, string> }> {
  const fake = await startFakeBilibili()
  const folder = temporaryFolder()
  opened.push(folder.remove, () => fake.close())
  const env = { ENDPOINTS: JSON.stringify({ bilibili: fake.endpoints }) }
  return { fake, file: join(folder.path, 'room.ndjson'), env }
}

const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('S3-20 capture writes frames until it is interrupted, and decode reads the file', async () => {
  const { fake, file, env } = await setUp()
  const capture = startCli(['capture', 'bilibili:1', file], env)
  await fake.ledger.until('heartbeat', 1)
  const truth = makeTruth(60)
  fake.comet.say(truth.messages, 7)
  const frames = (): number => linesOf(file).filter((line) => 'frame' in line).length
  await until(() => expect(frames()).toBeGreaterThanOrEqual(11))
  capture.signal('SIGINT')
  const { code, out } = await capture.ended
  expect(code).toBe(0)
  const lines = linesOf(file)
  expect(lines[0]).toMatchObject({ capture: 1, platform: 'bilibili', ref: '1' })
  expect(lines).toContainEqual(
    expect.objectContaining({ roomContext: { room: '5440', anchor: '9617619' } }),
  )
  expect(lines.at(-1)).toMatchObject({ end: 'stopped', frames: frames() })
  expect(out).toContain(`${frames()} frames in `)
  await fake.ledger.until('goodbye', 1)

  const decoded = await cli(['decode', 'bilibili', file])
  expect(decoded).toMatchObject({ code: 0, err: '' })
  const events = decoded.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; id: string; count?: number })
  const chats = events.filter(({ type }) => type === 'chat').map(({ id }) => id)
  expect(chats).toEqual(truth.chatIds.map((id) => `bilibili:${id}`))
  expect(events.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(truth.items)

  const cut = readFileSync(file, 'utf8').slice(0, -60)
  writeFileSync(file, cut)
  const rest = await cli(['decode', 'bilibili', file])
  expect(rest).toMatchObject({ code: 0, err: expect.stringContaining('is no line of a capture') })
  const wrong = await cli(['decode', 'douyin', file])
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('a capture of bilibili') })
})

test('a capture reports its problem, and that it received nothing', async () => {
  const { fake, file, env } = await setUp()
  fake.site.mood = '-352'
  const { code, err } = await cli(['capture', 'bilibili:5440', file, '--seconds', '1'], env)
  expect(code).toBe(1)
  expect(err).toContain('blocked: Bilibili takes us for a machine')
  const again = await cli(['capture', 'bilibili:5440', file], env)
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('EEXIST') })
})
