import fc from 'fast-check'
import { decodeBase64Url } from 'hono/utils/encode'
import { expect, test } from 'vitest'
import { fromHex, toBase64, toBase64Url, toHex } from './encoding.ts'

test('bytes survive each encoding, also those of a part of a buffer', () => {
  const parts = fc.tuple(fc.uint8Array(), fc.nat(9), fc.nat(9))
  fc.assert(
    fc.property(parts, ([whole, from, to]) => {
      const bytes = Buffer.from(whole).subarray(from, whole.length - to)
      expect(toBase64(bytes)).toBe(bytes.toString('base64'))
      expect(toBase64Url(bytes)).toBe(bytes.toString('base64url'))
      expect(toHex(bytes)).toBe(bytes.toString('hex'))
      for (const text of [toBase64(bytes), toBase64Url(bytes)]) {
        expect(toHex(decodeBase64Url(text))).toBe(toHex(bytes))
      }
      expect(toHex(fromHex(toHex(bytes)))).toBe(toHex(bytes))
    }),
  )
})
