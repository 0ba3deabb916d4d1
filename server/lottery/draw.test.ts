import { createHash, webcrypto } from 'node:crypto'
import { expect, test } from 'vitest'
import { draw, entriesHash, faultOf, type LotteryProof, seedHash } from './draw.ts'

const seed = createHash('sha256').update('the seed of this test').digest('hex')
const entries = Array.from({ length: 40 }, (_, index) => `account-${index}`)
const prizes = [
  { name: 'a keyboard', count: 1 },
  { name: 'a sticker', count: 3 },
]

/** Returns a lottery as its server shows it after the draw. */
function shown(over: Partial<LotteryProof> = {}): LotteryProof {
  const winners = draw({ id: 'l1', seed, entries, prizes })
  return {
    id: 'l1',
    state: 'drawn',
    prizes,
    rule: 'anyone',
    openedAt: 0,
    endsAt: 1,
    finishedAt: 2,
    entries: entries.length,
    seedHash: seedHash(seed),
    entriesHash: entriesHash(entries),
    seed,
    winners: winners.map(({ account, prize }) => ({ id: account, prize })),
    accounts: entries,
    ...over,
  }
}

test('S2-23 winners are computed again by another implementation from what was public', async () => {
  const { seed: public_ = '', accounts = [], winners = [], id } = shown()
  const { subtle } = webcrypto
  const raw = Buffer.from(public_, 'hex')
  expect(Buffer.from(await subtle.digest('SHA-256', raw)).toString('hex')).toBe(shown().seedHash)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await subtle.importKey('raw', raw, algorithm, false, ['sign'])
  const hashed = await Promise.all(
    accounts.map(async (account) => {
      const text = new TextEncoder().encode(`${id}||${account}`)
      return { account, hash: Buffer.from(await subtle.sign('HMAC', key, text)).toString('hex') }
    }),
  )
  const first = hashed.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)).slice(0, 4)
  expect(winners.map((winner) => winner.id)).toEqual(first.map(({ account }) => account))
  expect(winners.map(({ prize }) => prize)).toEqual([
    'a keyboard',
    'a sticker',
    'a sticker',
    'a sticker',
  ])
})

test('S2-23 the order of the entries changes nothing', () => {
  const reversed = entries.toReversed()
  expect(entriesHash(reversed)).toBe(entriesHash(entries))
  expect(draw({ id: 'l1', seed, entries: reversed, prizes })).toEqual(
    draw({ id: 'l1', seed, entries, prizes }),
  )
})

test('fewer entries than prizes all win', () => {
  expect(draw({ id: 'l1', seed, entries: ['a', 'b'], prizes })).toHaveLength(2)
  expect(draw({ id: 'l1', seed, entries: [], prizes })).toEqual([])
})

test('S2-23 nobody is preferred: chi-square over 100,000 draws', () => {
  const few = entries.slice(0, 4)
  const draws = 100_000
  const wins = new Map(few.map((account) => [account, 0]))
  for (let n = 0; n < draws; n++) {
    const [winner] = draw({ id: `l${n}`, seed, entries: few, prizes: [{ name: 'x', count: 1 }] })
    const account = winner?.account ?? ''
    wins.set(account, (wins.get(account) ?? 0) + 1)
  }
  const expected = draws / few.length
  const sums = [...wins.values()].map((count) => (count - expected) ** 2 / expected)
  // The critical value of three degrees of freedom at p = 0.01.
  expect(sums.reduce((all, one) => all + one, 0)).toBeLessThan(11.345)
}, 30_000)

test.each<[string, Partial<LotteryProof>]>([
  ['seed', { seed: seed.replace(/^../, '00') }],
  ['entries', { accounts: entries.slice(1) }],
  ['winners', { winners: [{ id: 'account-1', prize: 'a keyboard' }] }],
  ['lottery is open', { state: 'open' }],
])('a lottery that was changed afterwards is found out: %s', (words, change) => {
  expect(faultOf(shown())).toBeUndefined()
  expect(faultOf(shown(change))).toContain(words)
})
