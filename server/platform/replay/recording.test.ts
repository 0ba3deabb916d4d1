import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TextLine } from '../../lib/file/text-line.ts'
import { replay } from './index.ts'

async function* linesOf(texts: readonly string[]): AsyncGenerator<TextLine, void> {
  for (const [index, text] of texts.entries()) yield { number: index + 1, text }
}

async function played(form: 'feed' | 'scenario', ...texts: readonly string[]) {
  const events: unknown[] = []
  for await (const { afterMs, event } of replay.play({ form, lines: linesOf(texts) })) {
    events.push([afterMs, event.type])
  }
  return events
}

const at = (receivedAt: number, more: object = { type: 'enter' }): string =>
  JSON.stringify({ v: 1, seq: 1, id: 'a', source: 'demo:busy', receivedAt, at: 5, ...more })

test('events keep the intervals of their arrival; a clock that goes back costs no time', async () => {
  const lines = [at(1000), at(1500), at(200), at(700), JSON.stringify({ type: 'follow' })]
  expect(await played('feed', ...lines)).toEqual([
    [0, 'enter'],
    [500, 'enter'],
    [500, 'enter'],
    [1000, 'enter'],
    [1000, 'follow'],
  ])
})

test('the golden files are a recording; frames and the side stream are skipped', async () => {
  const folder = join(import.meta.dirname, '../../../proto/feed/fixtures')
  const messages = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>,
  )
  const types = messages.filter((one) => 'seq' in one && 'type' in one).map(({ type }) => type)
  const events = await played('feed', ...messages.map((message) => JSON.stringify(message)))
  expect(events.map((event) => (event as [number, string])[1])).toEqual(types)
})

test.each<[string, string, RegExp]>([
  ['not JSON', '{"type":', /^line 2: not JSON \(.+\)$/],
  ['a list', '[1]', /^line 2: not a JSON object$/],
  ['no event', '{"hello":1}', /^line 2: type: must be one of/],
  ['half an event', '{"type":"gift","count":1}', /^line 2: gift: /],
])('%s is refused by its line', async (_name, line, words) => {
  await expect(played('feed', at(1), line)).rejects.toThrow(words)
})

test('a scenario may have several lines, up to a limit', async () => {
  const scenario = ['{"seed":1,', '"steps":[{"event":', '{"type":"enter"}}]}']
  expect(await played('scenario', ...scenario)).toEqual([[0, 'enter']])
  const padding = Array.from({ length: 300 }, () => ' '.repeat(1000))
  await expect(played('scenario', ...padding)).rejects.toThrow('characters')
})
