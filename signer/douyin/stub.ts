import { hash } from 'node:crypto'

/**
 * The parameters of a connection that its signature covers, in the order the web client joins
 * them. Compared with all public clients of 2026, which agree.
 */
const stubKeys = [
  'live_id',
  'aid',
  'version_code',
  'webcast_sdk_version',
  'room_id',
  'sub_room_id',
  'sub_channel_id',
  'did_rule',
  'user_unique_id',
  'device_platform',
  'device_type',
  'ac',
  'identity',
] as const

/**
 * Returns the digest of the fields that a signature covers: 32 lower-case hex digits. `query` is
 * the query of the push address; a missing field counts as empty, other fields are not covered.
 */
export function stubOf(query: Readonly<Record<string, string>>): string {
  const items = stubKeys.map((key) => `${key}=${query[key] ?? ''}`)
  return hash('md5', items.join(','))
}
