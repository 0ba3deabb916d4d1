import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keystream } from './keystream.ts'
import { createDouyinSigner } from './index.ts'
import { type Draws, freshPage, signatureOf } from './signature.ts'
import { stubOf } from './stub.ts'
import { symbols } from './text.ts'
import { partsOf, verifies } from './verify.ts'

type Vector = readonly [string, number, number, number, number, string]

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vector.json'), 'utf8')) as {
  readonly signatures: readonly Vector[]
}

const queryOf = (room_id: string, user_unique_id: string): Record<string, string> => ({
  aid: '6383',
  live_id: '1',
  version_code: '180800',
  webcast_sdk_version: '1.0.15',
  did_rule: '3',
  device_platform: 'web',
  identity: 'audience',
  room_id,
  user_unique_id,
})

const connections: Record<string, readonly [string, string, string]> = {
  S1: ['7382517534467115826', '7382524529011246630', '61fed7636fb2c405c08290184cb1677c'],
  S2: ['7630361251285076745', '7319483754668557238', 'b74e75854ee838a6b34e180d26573df9'],
  S3: ['7181823408362015540', '7140459943756301854', 'c565ef229253d83569eb729928c0653d'],
}
const stubNamed = (name: string): string => connections[name]![2]

/** Converts three numbers from 0 to 1 to draws, as the web client does. */
const drawsOf = (u1: number, u2: number, u3: number): Draws => ({
  flag: Math.floor(100 * u1) % 2 === 0 ? 0 : 1,
  nonce: Math.floor(255 * u2),
  key: Math.floor(255 * u3),
})

const stubs = fc.stringMatching(/^[0-9a-f]{32}$/)
const draws = fc.record({
  flag: fc.constantFrom<0 | 1>(0, 1),
  nonce: fc.integer({ min: 0, max: 254 }),
  key: fc.integer({ min: 0, max: 254 }),
})
const traits = fc.record({
  environment: fc.integer({ min: 0, max: 0xffff }),
  behaviour: fc.integer({ min: 0, max: 255 }),
  initialised: fc.constantFrom<0 | 1>(0, 1),
})

describe('stub', () => {
  test.each(Object.entries(connections))('S0-6: of connection %s is as measured', (_, known) => {
    const [room, visitor, stub] = known
    expect(stubOf(queryOf(room, visitor))).toBe(stub)
  })

  test('does not depend on the order of the query or on what else is in it', () => {
    const query = queryOf('1', '2')
    const shuffled = { ...Object.fromEntries(Object.entries(query).toReversed()), cursor: 'x' }
    expect(stubOf(shuffled)).toBe(stubOf(query))
  })
})

describe('keystream', () => {
  test.each([
    [0, 'de188941a3375d3a8a06'],
    [1, '06080e0e182029293933'],
    [10, 'bee4c3b6b4ee03a31c66'],
    [76, 'e32589ec4268f5bdb274'],
    [127, '828e59aaa598d9d95bf7'],
    [254, '33171f993858c19e920d'],
  ])('for key %i is that of RC4', (key, bytes) => {
    expect(Buffer.from(keystream(key, 10)).toString('hex')).toBe(bytes)
  })
})

describe('signature', () => {
  test('has all vectors', () => expect(vectors.signatures).toHaveLength(54))

  test.each(vectors.signatures)(
    'S0-6: of %s with draws %d, %d, %d at call %i is as measured',
    (...vector) => {
      const [name, u1, u2, u3, call, signature] = vector
      expect(signatureOf(stubNamed(name), call, drawsOf(u1, u2, u3))).toBe(signature)
    },
  )

  test.each([
    [1, 14, 0, 1, 'fZCpNb7LVQUKYnf1'],
    [129, 14, 0, 1, 'fZCpNz7LVQUKYnw1'],
    [9, 14, 0, 1, 'fZCpNbdLVQUKYnfl'],
    [9, 12, 0, 1, 'fZCpNbdoVQUKYnfU'],
    [9, 0, 0, 1, 'fZCpNbdOVQUKYnfv'],
    [1033, 14, 0, 1, 'fZCp7bdLVQUKYnf+'],
    [9, 14, 1, 1, 'RZCpNbdLVQUKYnfl'],
    [0, 0, 0, 2, 'fZCDNboOVQUKYnf+'],
  ] as const)('for environment %i, behaviour %i, initialised %i is as measured', (...vector) => {
    const [environment, behaviour, initialised, call, signature] = vector
    const observed = { environment, behaviour, initialised }
    expect(signatureOf(stubNamed('S1'), call, drawsOf(0.5, 0.5, 0.5), observed)).toBe(signature)
  })

  test('can be split into its parts', () => {
    fc.assert(
      fc.property(stubs, fc.integer({ min: 1, max: 500 }), draws, traits, (stub, call, d, t) => {
        const signature = signatureOf(stub, call, d, t)
        expect(partsOf(signature)).toEqual({ call: call % 64, draws: d, traits: t })
        expect(verifies(signature, stub)).toBe(true)
      }),
    )
  })

  test.each(['', '61FED7636FB2C405C08290184CB1677C', 'abc', '61fed7636fb2c405c08290184cb1677g'])(
    'of %j is refused',
    (stub) => {
      expect(() => signatureOf(stub, 1, drawsOf(0, 0, 0))).toThrow(RangeError)
    },
  )
})

describe('verification', () => {
  const stub = stubNamed('S1')

  test('accepts a signature of the web client itself', () => {
    for (const one of ['fdUaMaYFqMXJMFMK', '6/ma2nqhaeXLgjQH', '6/4Y4c1wR5zIuEP9']) {
      expect(verifies(one, stub)).toBe(true)
      expect(partsOf(one)?.traits).toEqual(freshPage)
    }
  })

  test('refuses the signature of another connection', () => {
    expect(verifies('60TcKr2DUzaqZX7h', stub)).toBe(false)
    expect(verifies('fKkg79ZjjNOxWQSl', stub)).toBe(false)
  })

  test('refuses a signature with any one symbol changed', () => {
    const signature = signatureOf(stub, 7, { flag: 1, nonce: 42, key: 99 })
    const changed = Array.from(signature, (symbol, i) => {
      const other = symbols.charAt((symbols.indexOf(symbol) + 1) % 64)
      return signature.slice(0, i) + other + signature.slice(i + 1)
    })
    expect(changed.filter((one) => verifies(one, stub))).toEqual([])
  })

  test.each(['', '00000000', 'fZCpNb7LVQUKYnf=', 'fZCpNb7LVQUKYnf1fZCp'])('refuses %j', (text) => {
    expect(partsOf(text)).toBeUndefined()
    expect(verifies(text, stub)).toBe(false)
  })
})

describe('signer', () => {
  const query = queryOf(...(connections['S1']!.slice(0, 2) as [string, string]))

  const signTimes = async (times: number, draw?: () => Draws): Promise<string[]> => {
    const douyin = createDouyinSigner(draw)
    const signed = await Promise.all(Array.from({ length: times }, () => douyin(query)))
    return signed.map(({ signature }) => signature)
  }

  test('counts its calls from one', async () => {
    const signatures = await signTimes(3, () => drawsOf(0.5, 0.5, 0.5))
    expect(signatures).toEqual(['fZCpNb7LVQUKYnf1', 'fZCDNb7LVQUKYnf6', 'fZCkNb7LVQUKYnfX'])
  })

  test('uses fresh draws for every signature', async () => {
    const signatures = await signTimes(50)
    expect(new Set(signatures).size).toBeGreaterThan(45)
    expect(signatures.every((one) => verifies(one, stubNamed('S1')))).toBe(true)
  })
})
