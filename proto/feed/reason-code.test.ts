import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reasonCodes } from './index.ts'

test('the protocol page names every reason code', () => {
  const page = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const rows = /\| `reasonCode` [^]+?\n\n/.exec(page)?.[0] ?? ''
  const named = [...rows.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name)
  expect(new Set(named)).toEqual(new Set<string>(reasonCodes))
})
