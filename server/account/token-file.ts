import { z } from 'zod'
import type { TokenRecord } from '../store/query/token.ts'
import type { RecordFile } from './record-file.ts'
import { type TokenStore, UnknownRoom } from './token.ts'

/** The form of a token in a file: the hash of its secret, never the secret. */
export const tokenRecord: z.ZodType<TokenRecord> = z.object({
  id: z.string(),
  hash: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  room: z.string().optional(),
  createdAt: z.int(),
  lastUsedAt: z.int().optional(),
  revokedAt: z.int().optional(),
})

/**
 * Returns a store of tokens in a file.
 *
 * @param hasRoom - returns true if a room of this slug is configured.
 */
export function createTokenFile(
  { list, change }: RecordFile<TokenRecord>,
  hasRoom: (slug: string) => boolean,
): TokenStore {
  return {
    find: async (hash) => list().find((token) => token.hash === hash && isValid(token)),
    list: async () => list(),
    create: async (token) => {
      const { room } = token
      const isOnDemand = room?.includes(':') ?? true
      if (room !== undefined && !isOnDemand && !hasRoom(room)) {
        throw new UnknownRoom('no room of this name is configured')
      }
      change((tokens) => [...tokens, token])
    },
    touch: async (id, at) =>
      change((tokens) => tokens.map((one) => (one.id === id ? { ...one, lastUsedAt: at } : one))),
    revoke: async (id, at) => {
      const found = list().find((token) => token.id === id && isValid(token))
      if (!found) return false
      change((tokens) => tokens.map((one) => (one === found ? { ...one, revokedAt: at } : one)))
      return true
    },
  }
}

function isValid({ revokedAt }: TokenRecord): boolean {
  return revokedAt === undefined
}
