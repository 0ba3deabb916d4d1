import { createHash, createHmac } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { lotteryProof } from '../../proto/api/lottery/lottery.ts'
import { drawText, entriesText, winnersAmong } from '../../proto/api/lottery/draw.ts'

/** The facts that determine the winners of a lottery. */
export interface Draw {
  /** The id of the lottery. */
  readonly id: string
  /** 32 bytes in hex. */
  readonly seed: string
  readonly entries: readonly string[]
  /** In their order; each has as many winners as `count` says. */
  readonly prizes: readonly { readonly name: string; readonly count: number }[]
}

/** Returns the hash that fixes a seed before it is shown: SHA-256 of its bytes, in hex. */
export function seedHash(seed: string): string {
  return createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex')
}

/** Returns the hash that fixes the entries: SHA-256 of their sorted text, in hex. */
export function entriesHash(entries: readonly string[]): string {
  return createHash('sha256').update(entriesText(entries)).digest('hex')
}

/** Returns the winners with their prizes, the first prize first; fewer if there are fewer entries. */
export function draw({
  id,
  seed,
  entries,
  prizes,
}: Draw): readonly { readonly account: string; readonly prize: string }[] {
  const key = Buffer.from(seed, 'hex')
  const hashed = entries.map((entry) => ({
    entry,
    hash: createHmac('sha256', key).update(drawText(id, entry)).digest('hex'),
  }))
  const names = prizes.flatMap(({ name, count }) => Array.from({ length: count }, () => name))
  const chosen = winnersAmong(hashed, names.length)
  return chosen.map((account, index) => ({ account, prize: names[index] ?? '' }))
}

/** A lottery as its server shows it. */
export type LotteryProof = z.output<typeof lotteryProof>

/** Computes a lottery again from what its server shows. @returns what is wrong; undefined if it is right. */
export function faultOf(proof: LotteryProof): string | undefined {
  const { id, state, seed, accounts: entries, prizes, winners } = proof
  if (state !== 'drawn' || seed === undefined || !entries || !winners) {
    return `the lottery is ${state}: there are no winners to compute`
  }
  if (seedHash(seed) !== proof.seedHash) return 'the seed is not that of the opening'
  if (entriesHash(entries) !== proof.entriesHash) return 'the entries are not those of the end'
  const right = draw({ id, seed, entries, prizes })
  const shown = winners.map(({ id: account, prize }) => ({ account, prize }))
  return isDeepStrictEqual(shown, right) ? undefined : 'the winners are others'
}
