import { z } from 'zod'
import { type ConfigOf, defineSettings, json } from '../../lib/setting.ts'
import { pageAddress } from './connect/url.ts'

const feedName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must name feeds by letters and digits')

const otherFeed = z.strictObject({
  url: z
    .string()
    .refine(
      (url) => pageAddress(url) !== undefined,
      'must hold addresses such as wss://example.org/rooms/x',
    ),
  token: z.string().min(1).optional(),
})

/** The settings of feeds. */
export const settings = defineSettings({
  FEEDS: {
    key: 'feeds',
    help: 'Rooms of other relays, as JSON: {"friend":{"url":"wss://…/rooms/x","token":"…"}}.',
    secret: true,
    schema: json(z.record(feedName, otherFeed)).default({}),
  },
})

/** Returns the address of each feed by its name. */
export function endpoints({ feeds }: ConfigOf<typeof settings>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(feeds).map(([name, { url }]) => [name, url]))
}
