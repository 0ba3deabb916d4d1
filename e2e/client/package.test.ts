import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { afterAll, expect, test } from 'vitest'
import { createConsumer } from './consumer.ts'
import { root } from '../kit/server.ts'

const consumer = createConsumer('ws')
for (const name of ['ws', 'node']) {
  symlinkSync(
    join(root, 'node_modules/@types', name),
    join(consumer.path, 'node_modules/@types', name),
  )
}
afterAll(() => consumer.remove())

const use = `
import { connect, type Arrival, type ChatEvent, type Feed, type GiftEvent, Refused } from 'danmu-relay/client'
import { createVote, type Vote } from 'danmu-relay/client/game'

export function follow(feed: Feed): void {
  feed.on('gift', ({ gift, value }, { position }) => [gift.name, value.cents, position])
  feed.on('gap', ({ from, to }) => to - from)
  // @ts-expect-error -- a chat has no price
  feed.on('chat', ({ price }) => price)
  // @ts-expect-error -- there is no such event
  feed.on('telepathy', () => undefined)
}

export async function first(): Promise<Arrival<ChatEvent | GiftEvent> | undefined> {
  const feed = connect('ws://h/rooms/demo:busy/stream', { types: ['chat', 'gift', 'raw'], last: 3, Options })
  try {
    for await (const arrival of feed) return arrival
  } catch (error) {
    if (error instanceof Refused) error.code.toFixed()
  }
  return undefined
}

export async function narrowed(feed: Feed): Promise<string> {
  const chats = connect('ws://h/rooms/demo:busy/stream', { types: ['chat'], last: 3 })
  chats.on('event', ({ text, user }) => [text.length, user?.name?.length])
  // @ts-expect-error -- the platform may hide who it is
  chats.on('event', ({ user }) => user.name)
  follow(chats)
  for await (const { event } of chats) return event.text
  // @ts-expect-error -- not every event has a text
  for await (const { event } of feed) return event.text
  return ''
}

export const vote: Vote = createVote({ choices: { a: ['1'] } }).initial
`

/** The WebSocket class of each runtime, and the types it needs. */
const surroundings = {
  browser: { lib: ['es2022', 'dom'], types: [], given: '', Options: 'shared: true' },
  node: {
    lib: ['es2022'],
    types: ['node'],
    given: "import { WebSocket } from 'ws'",
    Options: 'WebSocket',
  },
  bare: {
    lib: ['es2022'],
    types: [],
    given:
      "import type { SocketClass } from 'danmu-relay/client'\ndeclare const WebSocket: SocketClass",
    Options: 'WebSocket',
  },
}

const modules = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
}

test.each(
  Object.keys(modules).flatMap((kind) => Object.keys(surroundings).map((where) => [kind, where])),
)('its types are right under %s, in a %s project, library check included', (kind, where) => {
  const { lib, types, given, Options } = surroundings[where as keyof typeof surroundings]
  const name = `${kind}-${where}`
  consumer.write(`${name}.ts`, `${given}\n${use.replace('Options', Options)}`)
  const compilerOptions = {
    ...modules[kind as keyof typeof modules],
    lib,
    types,
    target: 'es2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    // Those of Node and ws are outside of this project.
    skipLibCheck: where === 'node',
  }
  consumer.write(`${name}.json`, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', `${name}.json`], {
    cwd: consumer.path,
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
})

test('the published files import only each other', () => {
  const dist = join(root, 'dist/client')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .map((file) => readFileSync(join(dist, file), 'utf8'))
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, name = '']) => name),
  )
  expect(imported.length).toBeGreaterThan(20)
  expect(imported.filter((name) => !/^\.{1,2}\//.test(name))).toEqual([])
})

/** Returns the bytes after bundling, minifying and gzip: of the entry, and of what is loaded only if needed. */
async function sizesOf(path: string): Promise<readonly [entry: number, lazy: number]> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: consumer.path,
    build: {
      ssr: true, // without Vite's preloading, which the games and the client do not need
      minify: true,
      write: false,
      target: 'chrome103',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'dist/client', path),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const { output } = result as Rolldown.RolldownOutput // one input, not watched
  const chunks = output.flatMap((one) => (one.type === 'chunk' ? [one] : []))
  const [entry] = chunks
  const atOnce = chunks.filter((one) => one === entry || entry?.imports.includes(one.fileName))
  const gzipped = (some: readonly Rolldown.OutputChunk[]): number =>
    gzipSync(some.map(({ code }) => code).join('\n'), { level: 9 }).length
  return [gzipped(atOnce), gzipped(chunks.filter((one) => !atOnce.includes(one)))]
}

test('the client has at most 4.5 kB, its tickets at most 1, the games at most 2', async () => {
  const [client, tickets] = await sizesOf('overlay/client/index.js')
  const [game, more] = await sizesOf('overlay/client/game/index.js')
  process.stdout.write(`client ${client} B, tickets ${tickets} B, games ${game} B gzip\n`)
  expect(client).toBeLessThanOrEqual(4608)
  expect(client).toBeGreaterThan(1000)
  expect(tickets).toBeLessThanOrEqual(1024)
  expect(game + more).toBeLessThanOrEqual(2048)
})
