import { z } from 'zod'
import { parseNetwork } from '../lib/net/address.ts'
import { defineSettings, list } from '../lib/setting.ts'

const wrong = 'must be an origin such as https://relay.example, without a path'

/** Returns the origin of an address that has no path or query; undefined for other texts. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isOrigin = /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  return isOrigin ? url.origin : undefined
}

/** The settings of a server behind a reverse proxy, by name. */
export const publicSettings = defineSettings({
  PUBLIC_URL: {
    key: 'publicUrl',
    help: 'The public origin, such as https://relay.example: for links, cookies, own origin and host.',
    schema: z
      .string()
      .transform((text, context) => {
        const origin = originOf(text)
        if (origin !== undefined) return origin
        context.addIssue(wrong)
        return z.NEVER
      })
      .optional(),
  },
  TRUSTED_PROXIES: {
    key: 'trustedProxies',
    help: 'Reverse proxies, as addresses or networks, whose X-Forwarded-For and -Proto are believed.',
    schema: list
      .pipe(z.array(z.string().refine(parseNetwork, 'must hold addresses such as 10.0.0.0/8')))
      .default([]),
  },
})
