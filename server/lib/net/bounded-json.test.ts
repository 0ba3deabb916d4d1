import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deepestJson, isDeep, jsonIn } from './bounded-json.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0

test('returns the depth of any JSON, equal to that of the parsed value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(8), (text, most) => {
      expect(isDeep(text, most)).toBe(depthOf(JSON.parse(text)) > most)
    }),
  )
})

test('ignores brackets in strings, whatever precedes the quotes', () => {
  expect(isDeep(JSON.stringify(['[[[[\\"', '\\', '"[[[', '\\\\"{{{']), 1)).toBe(false)
})

test.each(['[', '{"a":', '[{"a":[', '"[[['])('%s without an end takes no time', (text) => {
  const startedAt = performance.now()
  expect(isDeep(text.repeat(1_000_000))).toBe(true)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('a response is read up to its bounds', async () => {
  expect(await jsonIn(new Response('{"名":1}'))).toEqual({ 名: 1 })
  const deep = `${'['.repeat(deepestJson + 1)}${']'.repeat(deepestJson + 1)}`
  await expect(jsonIn(new Response(deep))).rejects.toThrow('nested too deep')
  await expect(jsonIn(new Response(`"${'x'.repeat(2_000_000)}"`))).rejects.toThrow('more than')
  await expect(jsonIn(new Response(''))).rejects.toThrow(SyntaxError)
})
