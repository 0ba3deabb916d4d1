import { hash } from 'node:crypto'
import { keystream } from './keystream.ts'
import { textOf } from './text.ts'

/** The three numbers that the web client draws for each signature. */
export interface Draws {
  readonly flag: 0 | 1
  /** 0 … 254. */
  readonly nonce: number
  /** Of the mask, 0 … 254. */
  readonly key: number
}

/** The observations of the web client about its browser. */
export interface Traits {
  /** A bit field of 16 bits; bit 0 is always set. */
  readonly environment: number
  /** A bit field: 2 no pointer moved yet, 4 no click, 8 no key pressed. */
  readonly behaviour: number
  /** 1 after the page has configured the client. */
  readonly initialised: 0 | 1
}

/**
 * The traits of a page that has just loaded in an ordinary browser, as the public clients in use
 * send them.
 */
export const freshPage: Traits = { environment: 1, behaviour: 14, initialised: 0 }

// All of them, computed once: they are most of the work.
const masks = Array.from({ length: 256 }, (_, key) => keystream(key, 10))

/** Bytes 14 and 15 of MD5(MD5('')): the client's checksum of a payload that sockets do not have. */
export const noPayload = [0x45, 0x3f] as const

/** Bit 6 of the first byte: the signed object is a web socket. */
export const socketKind = 0x40

/** The bit of the first byte for an initialised client. */
export const initialisedBit = 0x20

/** The bit of the first byte for the drawn flag. */
export const flagBit = 0x10

/**
 * Signs a connection: 16 symbols that hold a masked checksum of `stub`. `call` counts the
 * signatures of a client from 1; only its lowest 6 bits are written. Neither time nor user agent
 * nor cookies are in it.
 *
 * @throws RangeError if the stub is not 32 lower-case hex digits.
 * @see README.md for the origin of the layout.
 */
export function signatureOf(
  stub: string,
  call: number,
  { flag, nonce, key }: Draws,
  { environment, behaviour, initialised }: Traits = freshPage,
): string {
  const plain = [
    call & 63,
    (environment >> 8) & 0xff,
    environment & 0xff,
    behaviour,
    ...noPayload,
    ...checksumOf(stub),
    nonce,
  ]
  plain.push(plain.reduce((sum, byte) => sum ^ byte, 0))
  const mask = masks[key] ?? []
  const head = socketKind | (initialised * initialisedBit) | (flag * flagBit)
  return textOf(Uint8Array.from([head, key, ...plain.map((byte, i) => byte ^ (mask[i] ?? 0))]))
}

/**
 * Returns the last two bytes of the MD5 of the stub's bytes, the only part of it in a signature.
 */
export function checksumOf(stub: string): readonly [number, number] {
  if (!/^[0-9a-f]{32}$/.test(stub)) {
    throw new RangeError('a stub is 32 lower-case hex digits; stubOf makes one')
  }
  const digest = hash('md5', Buffer.from(stub, 'hex'))
  return [Number.parseInt(digest.slice(28, 30), 16), Number.parseInt(digest.slice(30), 16)]
}
