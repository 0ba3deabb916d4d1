import { expect, test } from 'vitest'
import { mixinKey, wbiSignature } from './wbi.ts'

const key = mixinKey('7cd084941338484aae1ad9425b84077c', '4932caff0ff746eab6f01bf08b70ac45')

test('both keys of a day mix into one of 32 characters', () => {
  expect(key).toBe('ea1db124af3c7062474693fa704f4ff8')
})

test.each([
  [
    { foo: '114', bar: '514', zab: '1919810', wts: '1702204169' },
    '8f6f2b5b3d485fe1886cec6a0be8c5d4',
  ],
  [{ id: '5440', type: '0', wts: '1763600000' }, 'f94f379f97c2040e61e199afc9e27618'],
  [
    { id: '5440', type: '0', web_location: '444.8', wts: '1763600000' },
    '9febe6c11ede1b04bbca125695590a69',
  ],
  [
    { foo: "one one four!'()*", bar: '五一四', baz: '1919810', wts: '1702204169' },
    '04e50b58980e3e3cee8cbc0cc4c1c530',
  ],
])('S3-1 %o is signed as the web player signs it', (parameters, signature) => {
  expect(wbiSignature(parameters, key)).toBe(signature)
})

test('the order of the parameters does not matter', () => {
  const shuffled = { wts: '1763600000', web_location: '444.8', id: '5440', type: '0' }
  expect(wbiSignature(shuffled, key)).toBe('9febe6c11ede1b04bbca125695590a69')
})
