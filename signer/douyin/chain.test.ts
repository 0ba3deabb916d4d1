import { expect, test } from 'vitest'
import { chainOf } from './chain.ts'
import { SignerUnavailable } from '../family.ts'
import type { DouyinSigner } from './signer.ts'

const named =
  (signature: string): DouyinSigner =>
  async () => ({ signature })
const missing =
  (what: string): DouyinSigner =>
  () =>
    Promise.reject(new SignerUnavailable(what))

test('S0-7: uses the signers in order, and starts again after the last', async () => {
  const sign = chainOf([named('a'), named('b'), named('c')])
  const signatures = []
  for (const turn of [0, 1, 2, 3, 4]) signatures.push((await sign({}, turn)).signature)
  expect(signatures).toEqual(['a', 'b', 'c', 'a', 'b'])
})

test('S0-6: skips unavailable signers, and reports the failure of the first if all are', async () => {
  expect(await chainOf([missing('x'), named('b')])({}, 0)).toEqual({ signature: 'b' })
  expect(await chainOf([named('a'), missing('x')])({}, 1)).toEqual({ signature: 'a' })
  await expect(chainOf([missing('x'), missing('y')])({}, 1)).rejects.toThrow(
    'signer_unavailable: y',
  )
})

test('a defect of the relay is not skipped', async () => {
  const broken: DouyinSigner = () => Promise.reject(new TypeError('ours'))
  await expect(chainOf([broken, named('b')])({}, 0)).rejects.toThrow('ours')
})
