import { readdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratch } from './open.fake.ts'
import { readState, statePath, writeState } from './state.ts'

test('the state is the one that was written last, and no other file is left', () => {
  const folder = scratch()
  expect(readState(folder)).toBeUndefined()
  writeState(folder, { epoch: 'e1', boot: 'b1', closedAt: 7 })
  expect(readState(folder)).toEqual({ epoch: 'e1', boot: 'b1', closedAt: 7 })
  writeState(folder, { room: 'x:1', epoch: 'e1', boot: 'b2' })
  expect(readState(folder)).toEqual({ room: 'x:1', epoch: 'e1', boot: 'b2' })
  expect(readdirSync(folder)).toEqual(['state.json'])
})

test.each(['', '{"format":1,"epo', 'null', '[]', '{}', '{"format":1,"epoch":7,"boot":"b1"}'])(
  'an invalid state counts as none: %s',
  (content) => {
    const folder = scratch()
    writeFileSync(statePath(folder), content)
    expect(readState(folder)).toBeUndefined()
  },
)

test('the state of another version is not taken for damage', () => {
  const folder = scratch()
  writeFileSync(statePath(folder), '{"format":2,"epoch":"e1","boot":"b1"}')
  expect(() => readState(folder)).toThrow('format 2')
})
