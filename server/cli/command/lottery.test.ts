import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { draw, entriesHash, seedHash } from '../../lottery/draw.ts'
import { runWith } from '../program.fake.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-lottery-'))
afterAll(() => rmSync(folder, { recursive: true }))

const seed = 'ab'.repeat(32)
const accounts = ['ada', 'bob', 'cid']
const prizes = [{ name: 'a cup', count: 1 }]
const [winner] = draw({ id: 'l1', seed, entries: accounts, prizes })
const proof = {
  id: 'l1',
  state: 'drawn',
  prizes,
  rule: 'anyone',
  openedAt: 0,
  endsAt: 1,
  entries: 3,
  seedHash: seedHash(seed),
  entriesHash: entriesHash(accounts),
  seed,
  winners: [{ id: winner?.account, prize: 'a cup' }],
  accounts,
}

function run(content: string): ReturnType<typeof runWith> {
  const file = join(folder, 'lottery.json')
  writeFileSync(file, content)
  return runWith(['lottery', 'verify', file])
}

test('S2-23 lottery verify says whether the winners of a file are right', async () => {
  expect(await run(JSON.stringify(proof))).toMatchObject({
    code: 0,
    out: 'right: 1 of 3 entries win\n',
  })
  const other = accounts.find((account) => account !== winner?.account)
  const forged = { ...proof, winners: [{ id: other, prize: 'a cup' }] }
  expect(await run(JSON.stringify(forged))).toMatchObject({
    code: 1,
    err: 'wrong: the winners are others\n',
  })
})

test.each([
  ['no JSON', 'x', 'it is not JSON'],
  ['something else', '{"id":"x"}', 'is no lottery: state'],
])('a file that is %s is refused', async (_, content, words) => {
  expect(await run(content)).toMatchObject({ code: 2, err: expect.stringContaining(words) })
})
