import { z } from 'zod'
import { slug } from '../../../proto/api/name.ts'
import type { Secret } from '../../account/credential-secret.ts'
import type { CredentialForm } from '../../platform/platform.ts'
import { credentialForms } from '../../platform/registry.ts'

type CredentialForms = ReadonlyMap<string, CredentialForm>

// The platforms that accept a cookie; each of them defines what the cookie must hold.
const accountOf = (platforms: readonly string[]) =>
  z.strictObject({
    platform: z.enum(platforms),
    room: slug.optional().describe('The only room that uses it; absent: every configured room.'),
    cookie: z
      .string()
      .max(65_536)
      .describe('The Cookie header of a logged-in browser, or the export of a cookie extension.'),
  })

const appOf = (platform: string, { shape }: z.ZodObject) =>
  z.strictObject({ platform: z.literal(platform), ...shape })

type Account = ReturnType<typeof accountOf>
type App = ReturnType<typeof appOf>

/** Returns the schema of a body that stores a credential of one of these forms. */
export function credentialWishOf(
  forms: CredentialForms,
): z.ZodDiscriminatedUnion<[Account, ...App[]], 'platform'> {
  const accounts = [...forms].flatMap(([name, { scope }]) => (scope === 'room' ? [name] : []))
  const apps = [...forms].flatMap(([platform, form]) =>
    form.scope === 'source' ? [appOf(platform, form.fields)] : [],
  )
  const named = [...accounts, ...apps.flatMap(({ shape }) => shape.platform.value)]
  return z.discriminatedUnion('platform', [accountOf(accounts), ...apps], {
    error: ({ code }) =>
      code === 'invalid_union'
        ? `must be ${named.slice(0, -1).join(', ')} or ${named.at(-1)}`
        : undefined,
  })
}

/** The body that stores a credential. */
export const credentialWish = credentialWishOf(credentialForms)

type Wish = z.output<typeof credentialWish>

/** A login that is to be stored, by its kind. */
export type WantedLogin =
  | ({ readonly kind: 'cookie' } & z.output<Account>)
  | ({ readonly platform: string } & Extract<Secret, { readonly kind: 'app' }>)

/** Returns the login in a body. */
export function wantedLogin(wish: Wish): WantedLogin {
  if (isAccount(wish)) return { kind: 'cookie', ...wish }
  const { platform, ...fields } = wish
  return { kind: 'app', platform, fields }
}

function isAccount(wish: Wish): wish is z.output<Account> {
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
