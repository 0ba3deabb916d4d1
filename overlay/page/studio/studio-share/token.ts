import type { Answer } from '../../api.ts'
import { ask } from '../../api.ts'

/** Requests a token for OBS that is limited to one room if it is a configured one. */
export async function tokenFor(room: string): Promise<Answer & { readonly token?: string }> {
  const isConfigured = !room.includes(':')
  const answer = await ask('POST', '/api/tokens', {
    name: `OBS ${room}`,
    scopes: [isConfigured ? 'rooms:read' : 'rooms:open'],
    ...(isConfigured ? { room } : {}),
  })
  if (answer.kind !== 'done') return answer
  const { body } = answer
  const token =
    typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined
  return typeof token === 'string' ? { ...answer, token } : answer
}
