import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SchemaNode } from '../../proto/feed/schema/document.ts'
import { startCutter } from '../kit/cutting-proxy.ts'
import { type TestServer, startTestServer, wireRoom } from '../kit/test-server.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { pythonOf } from './python-types.ts'
import { python, pythonClient, type Speaker, startProgram } from '../kit/python.ts'
import { subscribe } from '../kit/subscriber.ts'

let testServer: TestServer
beforeAll(async () => {
  testServer = await startTestServer({ RING_SIZE: '64' })
})
afterAll(() => testServer.close())

interface Line {
  readonly seq: number
  readonly type: string
}

const run = (room: string, ...args: readonly string[]): Speaker =>
  startProgram(python, [pythonClient, `${testServer.url}/rooms/${room}/stream`, ...args])
const linesOf = ({ lines }: Speaker): readonly Line[] =>
  lines.map((line) => JSON.parse(line) as Line) // our own program wrote it
const notes = (speaker: Speaker): readonly string[] =>
  speaker
    .errors()
    .split('\n')
    .filter((line) => line.startsWith('{'))

test('its types equal those of /schema/feed.json', async () => {
  const response = await fetch(`${testServer.url}/schema/feed.json`)
  const types = pythonOf((await response.json()) as SchemaNode) // made from that very type
  expect(readFileSync(pythonClient, 'utf8')).toContain(`\n\n${types}\n\n\n`)
})

test('receives 1..N once each though the server is killed twice, and resumes in another run', async () => {
  const opener = subscribe(testServer.url, `/rooms/${wireRoom}/stream`)
  const [hello] = await opener.take(1)
  const epoch = String(hello?.['epoch'])
  const reader = run(wireRoom, '--since', `${epoch}:0`)
  const talk = setInterval(() => testServer.say(5), 50)
  for (const enough of [150, 400]) {
    await reader.until((lines) => lines.length >= enough)
    await testServer.kill()
  }
  await reader.until((lines) => lines.length >= 700)
  expect(await reader.stop()).toBe(0)
  const first = linesOf(reader).map(({ seq }) => seq)
  expect(first).toEqual(Array.from(first, (_, i) => i + 1))
  const again = run(wireRoom, '--since', `${epoch}:${first.length}`, '--types', 'chat')
  await again.until((lines) => lines.length >= 50)
  await again.stop()
  clearInterval(talk)
  opener.close()
  const whole = run(wireRoom, '--since', `${epoch}:${first.length}`)
  const last = linesOf(again).at(-1)!
  await whole.until(() => (linesOf(whole).at(-1)?.seq ?? 0) >= last.seq)
  await whole.stop()
  const chats = linesOf(whole).filter(({ type, seq }) => type === 'chat' && seq <= last.seq)
  expect(linesOf(again)).toEqual(chats)
  expect([...notes(reader), ...notes(again)]).toEqual([])
})

test('accepts a position whose epoch begins with a dash', async () => {
  const reader = run(wireRoom, '--since', '-earlier:5')
  await reader.untilError(/"gap"/)
  expect(await reader.stop()).toBe(0)
})

test('receives 1..N once each over connections that end at any byte', async () => {
  const cutter = await startCutter(testServer.url, seededRandom(7))
  const look = subscribe(testServer.url, `/rooms/${wireRoom}/stream`)
  const [hello] = await look.take(1)
  const address = `${cutter.url}/rooms/${wireRoom}/stream`
  const since = `${String(hello?.['epoch'])}:0`
  const reader = startProgram(python, [pythonClient, address, '--since', since])
  await reader.until((lines) => lines.length >= 300)
  cutter.calm()
  testServer.say(30)
  await reader.until((lines) => lines.length >= Number(hello?.['head']) + 30)
  await reader.stop()
  look.close()
  await cutter.close()
  const seqs = linesOf(reader).map(({ seq }) => seq)
  expect(seqs).toEqual(Array.from(seqs, (_, i) => i + 1))
  expect(notes(reader)).toEqual([])
  expect(cutter.count()).toBeGreaterThan(3)
})

test('reports a gap when a room starts a new epoch, and continues from its start', async () => {
  const reader = run('demo:50')
  await reader.until((lines) => lines.length >= 20)
  await testServer.kill()
  const before = reader.lines.length
  await reader.until((lines) => lines.length >= before + 40)
  await reader.stop()
  expect(notes(reader)).toHaveLength(1)
  const gap = JSON.parse(notes(reader)[0]!) as { reason: string; to: number }
  const seqs = linesOf(reader).map(({ seq }) => seq)
  const turn = seqs.findIndex((seq, i) => seq !== (seqs[i - 1] ?? seq - 1) + 1)
  expect(gap).toMatchObject({ frame: 'gap', reason: 'epoch' })
  expect(seqs.slice(turn)).toEqual(Array.from(seqs.slice(turn), (_, i) => gap.to + i + 1))
})

test('reports the reason of a refusal, and ends', async () => {
  const reader = run('nobody-made-this')
  expect(await reader.ended).toBe(1)
  expect(reader.errors()).toContain('refused: ')
  expect(reader.errors()).toContain('configured')
})
