import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('a line is JSON with a constant message and its data in fields (S0-25)', () => {
  const lines: string[] = []
  createLogger('info', (line) => lines.push(line)).info({ room: 'demo:busy' }, 'room opened')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ room: 'demo:busy', msg: 'room opened' })
})

test('fields that look like secrets are removed, two levels deep', () => {
  const lines: string[] = []
  const log = createLogger('debug', (line) => lines.push(line))
  log.info({ token: 'hush', a: { cookie: 'hush', b: { authorization: 'hush' } } }, 'm')
  expect(lines.join('')).not.toContain('hush')
})

test('a newline in a field cannot forge a line', () => {
  const lines: string[] = []
  createLogger('info', (line) => lines.push(line)).info({ name: 'a\n{"level":60}' }, 'm')
  expect(lines.join('').trimEnd().split('\n')).toHaveLength(1)
})

test('below the level nothing is written', () => {
  const lines: string[] = []
  createLogger('warn', (line) => lines.push(line)).info({}, 'm')
  expect(lines).toEqual([])
})
