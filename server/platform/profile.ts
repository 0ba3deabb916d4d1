import { z } from 'zod'
import { zodMessages } from '../lib/zod-messages.ts'
import type { Connector, ConnectorIo } from './connector.ts'

/** The day on which a profile was last compared with the site's own client: the field `date`. */
export const profileDate = z.iso.date('must be a day such as 2026-11-20')

/** What a connector needs from outside, and the profile it goes by. */
export interface ProfiledIo<P> extends ConnectorIo {
  readonly profile: P
}

/** A profile that cannot be used: every wrong field, by name. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.problems = problems
  }
}

/**
 * Makes a connector whose profile can be replaced while nothing else changes. What may rot of a site
 * (hosts, versions, parameters) stands in `schema`, where the shipped values are the defaults; `date`
 * is when these were last compared with the site's own client.
 */
export function profiled<P extends { readonly date: string }>(
  schema: z.ZodType<P>,
  date: string,
  site: Connector<ProfiledIo<P>>,
): Connector {
  const { resolve, open, poll, refOf, recent, displayed, profile: _, ...traits } = site
  const goingBy = (profile: P): Connector => ({
    ...traits,
    resolve: (ref, io) => resolve(ref, { ...io, profile }),
    open: (ticket, io, resume) => open(ticket, { ...io, profile }, resume),
    ...(poll ? { poll: (ticket, io) => poll(ticket, { ...io, profile }) } : {}),
    ...(refOf ? { refOf: (text, io) => refOf(text, { ...io, profile }) } : {}),
    ...(recent && { recent: (ticket, io, tools) => recent(ticket, { ...io, profile }, tools) }),
    ...(displayed && {
      displayed: (ticket, io, tools) => displayed(ticket, { ...io, profile }, tools),
    }),
    profile: {
      date: profile.date,
      replace: (given) => goingBy(parse(schema, given)),
    },
  })
  return goingBy(parse(schema, { date }))
}

function parse<P>(schema: z.ZodType<P>, given: unknown): P {
  const parsed = schema.safeParse(given, { error: zodMessages })
  if (parsed.success) return parsed.data
  throw new ProfileError(parsed.error.issues.flatMap(problemsOf), { cause: parsed.error })
}

function problemsOf(issue: z.core.$ZodIssue): readonly string[] {
  const place = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: there is no such field`)
  }
  return [place === '' ? issue.message : `${place}: ${issue.message}`]
}
