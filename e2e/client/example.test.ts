import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConsumer } from './consumer.ts'
import { type TestServer, startTestServer, wireRoom } from '../kit/test-server.ts'
import { python, pythonClient, type Speaker, startProgram } from '../kit/python.ts'
import { root } from '../kit/server.ts'

let testServer: TestServer
const consumer = createConsumer('ws')
beforeAll(async () => {
  testServer = await startTestServer()
})
afterAll(async () => {
  await testServer.close()
  consumer.remove()
})

describe('the examples of the protocol page', () => {
  const page = readFileSync(join(root, 'proto/feed/README.md'), 'utf8')
  const section = page.slice(page.indexOf('## Examples'), page.indexOf('## Events'))
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(
    ([, language = '', code = ''], index) => ({ language, code, name: `example-${index + 1}` }),
  )

  function start(language: string, code: string, name: string): Speaker {
    const { path: cwd, write } = consumer
    const text = code.replaceAll('http://localhost:8787', testServer.url)
    if (language === 'sh') return startProgram('/bin/sh', ['-c', `exec ${text}`], { cwd })
    if (language === 'python') {
      write(`${name}.py`, text)
      const env = { PYTHONPATH: dirname(pythonClient) }
      return startProgram(python, [`${name}.py`], { cwd, env })
    }
    write(`${name}.js`, text)
    // The globals of Node 22 without a flag.
    const old = Number.parseInt(process.versions.node, 10) < 22
    return startProgram(
      process.execPath,
      [...(old ? ['--experimental-websocket', '--no-warnings'] : []), `${name}.js`],
      { cwd },
    )
  }

  test('are in JavaScript, Python and for the shell', () => {
    expect(blocks.map(({ language }) => language)).toEqual(['js', 'js', 'python', 'sh'])
  })

  test.each(blocks)('$name ($language) prints the events', async ({ language, code, name }) => {
    const speaker = start(language, code, name)
    await speaker.until((lines) => lines.length >= 12)
    await speaker.stop('SIGTERM')
    const printed = speaker.lines.join('\n')
    expect(printed).toMatch(/says|gives|chat|:\d+ /)
    expect(printed).not.toContain('lost')
    expect(speaker.errors()).toBe('')
  })

  test('the one that stores its position continues from it', async () => {
    const { language, code, name } = blocks[1]!
    const place = readFileSync(join(consumer.path, 'place'), 'utf8')
    const again = start(language, code, name)
    await again.until((lines) => lines.length >= 3)
    await again.stop('SIGTERM')
    expect(again.lines[0]).toMatch(new RegExp(`^${Number(place.split(':')[1]) + 1} `))
  })
})

/** Returns a chat line in Bilibili's form; users differ by the keyed hash `who` only. */
function line(text: string, who: number, admin = false): object {
  const now = Date.now()
  const id = `${who}-${text}-${Math.random()}`
  const extra = JSON.stringify({ content: text, id_str: id, emots: null, reply_mid: 0 })
  const hash = who.toString(16).padStart(8, '0')
  const style = [
    0,
    1,
    25,
    0xffffff,
    now,
    0,
    0,
    hash,
    0,
    0,
    0,
    '',
    0,
    '{}',
    '{}',
    { mode: 0, extra },
  ]
  const user = [0, `观众${who}`, admin ? 1 : 0, 0, 0, 10000, 1, '']
  return { cmd: 'DANMU_MSG', info: [style, text, user, []], dm_v2: '' }
}

const stream = (): string => `${testServer.url}/rooms/${wireRoom}/stream`

async function startExample(name: string, ...args: readonly string[]): Promise<Speaker> {
  const file = join(root, 'e2e/example', name)
  const speaker = startProgram(process.execPath, [file, stream(), ...args])
  await speaker.until(() => true)
  return speaker
}

/** Waits until the program receives messages of the fake. */
async function isHeard(speaker: Speaker, say: () => void): Promise<void> {
  const again = setInterval(say, 100)
  const before = speaker.lines.length
  await speaker.until((lines) => lines.length > before)
  clearInterval(again)
}

describe('the complete programs', () => {
  test('a vote counts one ballot per viewer', async () => {
    const vote = await startExample('vote.js', '6')
    await isHeard(vote, () => testServer.fake.comet.say([line('1', 1)]))
    testServer.fake.comet.say([line('１', 2), line('2', 3), line('右', 2), line('hello', 4)])
    expect(await vote.ended).toBe(0)
    expect(JSON.parse(vote.lines.at(-1)!)).toEqual({ result: { left: 1, right: 2 } })
  })

  test('S3-22 a toy accepts 左 and 右 once a second from each viewer, and stops at once', async () => {
    const { comet } = testServer.fake
    const toy = await startExample('toy.js')
    await toy.until((lines) => lines.length >= 1)
    await isHeard(toy, () => comet.say([line('开', 9, true), line('左', 1)]))
    const linesFrom = (from: number): readonly string[] => toy.lines.slice(from)
    const stopped = async (from: number): Promise<readonly string[]> => {
      await toy.until(() => linesFrom(from).includes('stop'))
      return linesFrom(from)
    }

    let from = toy.lines.length
    comet.say([line('左', 2), line('右', 2), line('左', 2), line('右', 3), line('前', 4)])
    expect(await stopped(from)).toEqual(expect.arrayContaining(['left', 'right', 'stop']))
    expect(linesFrom(from).filter((order) => order !== 'stop')).toEqual(['left', 'right'])

    from = toy.lines.length
    comet.say([line('左', 5), line('停', 6), line('停', 9, true), line('右', 7)])
    await stopped(from)
    comet.say([line('开', 6), line('右', 8), line('开', 9, true), line('左', 10)])
    await toy.until(() => linesFrom(from).length >= 4)
    expect(linesFrom(from)).toEqual(['left', 'stop', 'left', 'stop'])

    from = toy.lines.length
    await testServer.kill()
    await stopped(from)
    expect(await toy.stop('SIGTERM')).toBe(0)
    expect(toy.lines.at(-1)).toBe('stop')
  })
})
