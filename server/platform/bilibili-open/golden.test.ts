import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibiliOpen } from './index.ts'

const fixtures = join(import.meta.dirname, 'fixture')

test.each(readdirSync(join(fixtures, 'message')))('%s gives its golden file', async (file) => {
  const text = readFileSync(join(fixtures, 'message', file), 'utf8')
  const reading = bilibiliOpen.read(messageFrame(text), fakeTools)
  await expect(`${JSON.stringify(reading, undefined, 2)}\n`).toMatchFileSnapshot(
    join(fixtures, 'golden', file),
  )
})
