import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Reading } from '../platform.ts'
import { messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

const fixtures = join(import.meta.dirname, 'fixture')
const golden = (name: string): string => join(fixtures, 'golden', `${name}.json`)
const print = (reading: Reading): string => `${JSON.stringify(reading, undefined, 2)}\n`

describe('S3-19 every message sample gives its golden file', () => {
  test.each(readdirSync(join(fixtures, 'message')))('%s', async (file) => {
    const text = readFileSync(join(fixtures, 'message', file), 'utf8')
    const reading = bilibili.read(messageFrame(text), fakeTools)
    await expect(print(reading)).toMatchFileSnapshot(golden(file.replace(/\.json$/, '')))
  })
})

describe('S3-11 S3-12 S3-13 every frame gives its golden file', () => {
  test.each(readdirSync(join(fixtures, 'frame')))('%s', async (file) => {
    const frame = readFileSync(join(fixtures, 'frame', file))
    const reading = bilibili.read(frame, fakeTools)
    await expect(print(reading)).toMatchFileSnapshot(golden(file.replace(/\.bin$/, '')))
  })
})
