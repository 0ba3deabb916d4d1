import { expect, test } from 'vitest'
import { createPasswordHash } from './password-hash.ts'
import { TooBusy } from './too-busy.ts'

test('T-PW S2-7: a hash names argon2id and its parameters, and holds a salt', async () => {
  const passwords = await createPasswordHash()
  const [one, other] = [await passwords.hash('secret 😀'), await passwords.hash('secret 😀')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
  expect(await passwords.matches('secret 😀', one)).toBe(true)
  expect(await passwords.matches('secret 😁', one)).toBe(false)
  expect(await passwords.matches('secret 😀', undefined)).toBe(false)
})

test('a composed and a decomposed accent are the same password', async () => {
  const passwords = await createPasswordHash()
  expect(await passwords.matches('zoë zoë', await passwords.hash('zoe\u0308 zoe\u0308'))).toBe(true)
})

test('beyond five hundred that wait, a password is refused at once', async () => {
  const passwords = await createPasswordHash()
  const tried = Array.from({ length: 503 }, () => passwords.matches('x', '$argon2id$broken'))
  const refused = (await Promise.allSettled(tried)).filter(
    (one) => one.status === 'rejected' && one.reason instanceof TooBusy,
  )
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(3)
})
