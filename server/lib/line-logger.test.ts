import { expect, test } from 'vitest'
import { createLineLogger } from './line-logger.ts'

test('a line is JSON with its fields, its time and its message; lesser ones are left out', () => {
  const lines: string[] = []
  const log = createLineLogger(
    'info',
    () => 5,
    (line) => lines.push(line),
  )
  log.debug({}, 'not this')
  log.warn({ room: 'night', error: new Error('why', { cause: new TypeError('deep') }) }, 'lost')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/\n$/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 40,
    time: 5,
    room: 'night',
    error: { type: 'Error', message: 'why', cause: { type: 'TypeError', message: 'deep' } },
    msg: 'lost',
  })
})
