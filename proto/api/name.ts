import { z } from 'zod'
import { parseRoomId, slugPattern } from '../feed/room-id.ts'

/** The name of a configured room, an overlay, a credential, a widget or an option. */
export const slug = z.string().regex(slugPattern, 'must be a-z, 0-9 and -, up to 64 characters')

/** The id of a room. */
export const roomId = z
  .string()
  .refine((text) => parseRoomId(text), 'must be a slug or platform:ref')
