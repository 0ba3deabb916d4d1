import { decodeBase64Url } from 'hono/utils/encode'
import { toBase64Url } from './encoding.ts'

/** Encryption of texts with one key. */
export interface SecretBox {
  /** Encrypts a text. @param context - the context of the text: it is decrypted in no other one. */
  readonly encrypt: (text: string, context: string) => Promise<string>
  /**
   * Decrypts a text.
   *
   * @throws DecryptFailed if it was encrypted with another key or in another context, or was
   * changed.
   */
  readonly decrypt: (sealed: string, context: string) => Promise<string>
}

/** The error of a text that cannot be decrypted. */
export class DecryptFailed extends Error {
  override readonly name = 'DecryptFailed'
}

// The first part of every encrypted text: another algorithm will have another one.
const form = 'aes-256-gcm'

// NIST SP 800-38D recommends 96 bits; drawn at random, they are good for 2^32 texts of one key.
const ivBytes = 12

/** Creates a secret box from 32 random bytes in base64url: AES-256-GCM, a new IV for each text. */
export async function createSecretBox(secret: string): Promise<SecretBox> {
  const raw = decodeBase64Url(secret.trim())
  if (raw.length !== 32) throw new RangeError('the key must have 32 bytes')
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return {
    encrypt: async (text, context) => {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const data = new TextEncoder().encode(text)
      const hidden = await crypto.subtle.encrypt(algorithm(iv, context), key, data)
      return [form, toBase64Url(iv), toBase64Url(new Uint8Array(hidden))].join('.')
    },
    decrypt: async (sealed, context) => {
      const [name, iv = '', hidden = ''] = sealed.split('.')
      if (name !== form)
        throw new DecryptFailed(`encrypted in a form that this version does not know`)
      try {
        const plain = await crypto.subtle.decrypt(
          algorithm(decodeBase64Url(iv), context),
          key,
          decodeBase64Url(hidden),
        )
        return new TextDecoder().decode(plain)
      } catch (cause) {
        throw new DecryptFailed('encrypted with another key, or changed since', { cause })
      }
    },
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, context: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) }
}
