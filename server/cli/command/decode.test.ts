import { expect, test } from 'vitest'
import { runWith } from '../program.fake.ts'

const fixture = 'server/platform/douyin/fixture/frame'
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('decode turns running gift totals into added counts', async () => {
  const steps = [1, 2, 3, 4, 5, 6, 7].map((step) => `${fixture}/synthetic-gift-combo-0${step}.bin`)
  const { out } = await runWith(['decode', 'douyin', ...steps])
  const gifts = lines(out).filter(({ type }) => type === 'gift')
  expect(gifts.reduce((sum, { count }) => sum + Number(count), 0)).toBe(6)
})

test('faults go to standard error; with nothing decoded the exit code is 1', async () => {
  const broken = `${fixture}/synthetic-corrupt-gzip.bin`
  const sound = `${fixture}/synthetic-uncompressed.bin`
  expect(await runWith(['decode', 'douyin', broken])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('corrupt'),
  })
  const both = await runWith(['decode', 'douyin', broken, sound])
  expect(both.code).toBe(0)
  expect(lines(both.out).length).toBeGreaterThan(0)
  expect(both.err).toContain('corrupt')
})
