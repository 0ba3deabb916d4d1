import { z } from 'zod'
import { slug } from '../../../proto/api/name.ts'
import type { Secret } from '../../account/credential-secret.ts'
import { credentialForms, loginSites } from '../../platform/registry.ts'

// The platforms that accept a cookie; each of them defines what the cookie must hold.
const accounts = loginSites.map(({ platform }) => platform)

const account = z.strictObject({
  platform: z.enum(accounts),
  room: slug.optional().describe('The only room that uses it; absent: every configured room.'),
  cookie: z
    .string()
    .max(65_536)
    .describe('The Cookie header of a logged-in browser, or the export of a cookie extension.'),
})

const apps = [...credentialForms].flatMap(([platform, form]) =>
  form.scope === 'source'
    ? [z.strictObject({ platform: z.literal(platform), ...form.fields.shape })]
    : [],
)

const named = [...accounts, ...apps.flatMap(({ shape }) => shape.platform.value)]

/** The body that stores a credential. */
export const credentialWish = z.discriminatedUnion('platform', [account, ...apps], {
  error: ({ code }) =>
    code === 'invalid_union'
      ? `must be ${named.slice(0, -1).join(', ')} or ${named.at(-1)}`
      : undefined,
})

type Wish = z.output<typeof credentialWish>

/** A login that is to be stored, by its kind. */
export type WantedLogin =
  | ({ readonly kind: 'cookie' } & z.output<typeof account>)
  | ({ readonly platform: string } & Extract<Secret, { readonly kind: 'app' }>)

/** Returns the login in a body. */
export function wantedLogin(wish: Wish): WantedLogin {
  if (isAccount(wish)) return { kind: 'cookie', ...wish }
  const { platform, ...fields } = wish
  return { kind: 'app', platform, fields }
}

function isAccount(wish: Wish): wish is z.output<typeof account> {
  return credentialForms.get(wish.platform)?.scope === 'room'
}

/** The fields of apps as the API returns them: values that are no secret, `set` for the others. */
export const appFields: z.ZodRawShape = Object.fromEntries(
  [...credentialForms.values()].flatMap((form) =>
    form.scope === 'source'
      ? Object.entries(form.fields.shape).map(([name, field]) => [
          name,
          form.shown.includes(name) ? field.optional() : z.literal('set').optional(),
        ])
      : [],
  ),
)
