import { expect, test } from 'vitest'
import { edgeOptions, parseEdgeArguments } from '../edge/argument.ts'
import { UsageError } from './command.ts'
import { helpLines, readArguments } from './options.ts'

const options = {
  room: { type: 'string', value: 'id', about: 'the room' },
  json: { type: 'boolean', about: 'as JSON' },
} as const

test('D6 a command accepts the options that its help lists', () => {
  expect(helpLines(options)).toEqual([
    ['--room <id>', 'the room'],
    ['--json', 'as JSON'],
  ])
  const { values, positionals } = readArguments(['a', '--json', '--room=x', 'b'], options)
  expect([{ ...values }, positionals]).toEqual([{ json: true, room: 'x' }, ['a', 'b']])
  expect(readArguments([], options).values.json).toBeUndefined()
})

test.each([[['--rooms', 'x']], [['--room']], [['--json=yes']]])('%j is refused', (args) => {
  expect(() => readArguments(args, options)).toThrow(UsageError)
})

test('D6 an edge accepts the options that its help lists', () => {
  const values: Record<string, string> = { '--origin': 'wss://h', '--rooms': 'a' }
  const args = edgeOptions.flatMap(([line]) => {
    const name = line.replace(/ .*/, '')
    return [name, values[name] ?? 'x']
  })
  expect(parseEdgeArguments(args)).toMatchObject({ base: 'https://h', tokenFile: 'x' })
})
