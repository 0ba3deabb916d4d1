import { keystream } from './keystream.ts'
import {
  type Draws,
  flagBit,
  initialisedBit,
  noPayload,
  signatureOf,
  socketKind,
  type Traits,
} from './signature.ts'
import { bytesOf } from './text.ts'

/** The parts of a signature: all inputs except the stub. */
export interface SignatureParts {
  /** The call number, 0 … 63. */
  readonly call: number
  readonly draws: Draws
  readonly traits: Traits
}

/** Returns true if a signature is valid for this stub, with any draws. */
export function verifies(signature: string, stub: string): boolean {
  const parts = partsOf(signature)
  if (!parts) return false
  return signatureOf(stub, parts.call, parts.draws, parts.traits) === signature
}

/** Splits a signature into its parts; undefined if it is none. */
export function partsOf(signature: string): SignatureParts | undefined {
  const bytes = signature.length === 16 ? bytesOf(signature) : undefined
  if (!bytes) return undefined
  const [head = 0, key = 0, ...masked] = bytes
  const mask = keystream(key, masked.length)
  const plain = Buffer.from(masked.map((byte, i) => byte ^ (mask[i] ?? 0)))
  if ((head & ~(initialisedBit | flagBit)) !== socketKind || !isSound(plain)) return undefined
  return {
    call: plain.readUInt8(0),
    draws: { flag: head & flagBit ? 1 : 0, nonce: plain.readUInt8(8), key },
    traits: {
      environment: plain.readUInt16BE(1),
      behaviour: plain.readUInt8(3),
      initialised: head & initialisedBit ? 1 : 0,
    },
  }
}

function isSound(plain: Uint8Array): boolean {
  const sum = plain.reduce((total, byte) => total ^ byte, 0)
  return plain[4] === noPayload[0] && plain[5] === noPayload[1] && sum === 0
}
