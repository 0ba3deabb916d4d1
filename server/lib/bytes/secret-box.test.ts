import { expect, test } from 'vitest'
import { randomToken } from './random-token.ts'
import { createSecretBox, DecryptFailed } from './secret-box.ts'

const secret = 'SESSDATA=ab%2C1%2Ccd*91; 名=夜'

test('an encrypted text is decrypted in its context, and its ciphertext reveals nothing of it', async () => {
  const seal = await createSecretBox(randomToken())
  const sealed = await seal.encrypt(secret, 'night')
  expect(sealed).toMatch(/^aes-256-gcm\.[\w-]{16}\.[\w-]+$/)
  expect(sealed).not.toContain('SESSDATA')
  expect(await seal.decrypt(sealed, 'night')).toBe(secret)
})

test('the same text has another ciphertext each time', async () => {
  const seal = await createSecretBox(randomToken())
  expect(await seal.encrypt(secret, 'night')).not.toBe(await seal.encrypt(secret, 'night'))
})

test('nothing is decrypted in another context, with another key, or after any change of one character', async () => {
  const seal = await createSecretBox(randomToken())
  const sealed = await seal.encrypt('short', 'night')
  await expect(seal.decrypt(sealed, 'day')).rejects.toThrow(DecryptFailed)
  const other = await createSecretBox(randomToken())
  await expect(other.decrypt(sealed, 'night')).rejects.toThrow(DecryptFailed)
  for (let at = 0; at < sealed.length - 1; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    await expect(seal.decrypt(changed, 'night')).rejects.toThrow(DecryptFailed)
  }
})

test.each(['', 'short', 'no seal', 'aes-256-gcm', 'aes-256-gcm.%.%', 'other.AAAA.AAAA'])(
  '%j is refused',
  async (text) => {
    const seal = await createSecretBox(randomToken())
    await expect(seal.decrypt(text, 'night')).rejects.toThrow(DecryptFailed)
  },
)

test('a key of another length is refused', async () => {
  await expect(createSecretBox('c2hvcnQ')).rejects.toThrow('32 bytes')
})
