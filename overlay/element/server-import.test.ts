// @vitest-environment node
import { expect, test } from 'vitest'

test('a server may import the elements: nothing is thrown', async () => {
  expect('document' in globalThis).toBe(false)
  await expect(import('./danmu-kit.ts')).resolves.toBeDefined()
  await expect(import('./danmu-live.ts')).resolves.toBeDefined()
})
