import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, tools } from './frame.fake.ts'
import { read } from './read.ts'

const proto = readFileSync(join(import.meta.dirname, '../../../proto/douyin.proto'), 'utf8')
const fields = [...proto.matchAll(/^\s+(?:repeated )?[\w.]+ (\w+) = \d+;/gm)].map(
  ([, name]) => name,
)

describe('S1-13 unneeded personal data', () => {
  test.each([
    'telephone',
    'birthday',
    'city',
    'location_city',
    'gender',
    'signature',
    'age_range',
    'short_id',
    'display_id',
    'verified_mobile',
    'constellation',
  ])('is not in the schema: %s', (name) => {
    expect(fields).toContain('nickname')
    expect(fields).not.toContain(name)
  })

  test('is in no reading of a frame that contains it', () => {
    const reading = JSON.stringify(read(fixture('synthetic-six-messages'), tools))
    expect(reading).toContain('观众甲')
    expect(reading).not.toMatch(
      /gender|short_id|display_id|synthetic_11|58324001100|sec_uid|MS4wLj/,
    )
  })
})

test('every message of the schema names its source', () => {
  const messages = [...proto.matchAll(/^message /gm)].length
  const sources = [...proto.matchAll(/web schema of 2026-04, field table of/g)].length
  expect(sources).toBe(messages)
})
