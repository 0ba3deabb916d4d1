import { expect, test } from 'vitest'
import { randomToken } from './random-token.ts'
import { createSeal, SealBroken } from './seal.ts'

const secret = 'SESSDATA=ab%2C1%2Ccd*91; 名=夜'

test('what was sealed opens at its place, and shows nothing of itself before', async () => {
  const seal = await createSeal(randomToken())
  const sealed = await seal.close(secret, 'night')
  expect(sealed).toMatch(/^aes-256-gcm\.[\w-]{16}\.[\w-]+$/)
  expect(sealed).not.toContain('SESSDATA')
  expect(await seal.open(sealed, 'night')).toBe(secret)
})

test('the same text is sealed anew each time', async () => {
  const seal = await createSeal(randomToken())
  expect(await seal.close(secret, 'night')).not.toBe(await seal.close(secret, 'night'))
})

test('nothing opens at another place, with another key, or after any change of one character', async () => {
  const seal = await createSeal(randomToken())
  const sealed = await seal.close('short', 'night')
  await expect(seal.open(sealed, 'day')).rejects.toThrow(SealBroken)
  const other = await createSeal(randomToken())
  await expect(other.open(sealed, 'night')).rejects.toThrow(SealBroken)
  for (let at = 0; at < sealed.length - 1; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    await expect(seal.open(changed, 'night')).rejects.toThrow(SealBroken)
  }
})

test.each(['', 'short', 'no seal', 'aes-256-gcm', 'aes-256-gcm.%.%', 'other.AAAA.AAAA'])(
  '%j is refused',
  async (text) => {
    const seal = await createSeal(randomToken())
    await expect(seal.open(text, 'night')).rejects.toThrow(SealBroken)
  },
)

test('a key of another length is refused', async () => {
  await expect(createSeal('c2hvcnQ')).rejects.toThrow('32 bytes')
})
