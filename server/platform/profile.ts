import { z } from 'zod'
import { zodMessages } from '../lib/zod-messages.ts'
import type { Connector, ConnectorIo } from './connector.ts'

/** The schema of the field `date`: the date of the last comparison with the site's own client. */
export const profileDate = z.iso.date('must be a day such as 2026-11-20')

/** The dependencies of a connector, with its profile. */
export interface ProfiledIo<P> extends ConnectorIo {
  readonly profile: P
}

/** The error of an invalid profile: every wrong field, by name. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.problems = problems
  }
}

/**
 * Creates a connector whose profile can be replaced while nothing else changes. The values of a
 * site that may change (hosts, versions, parameters) stand in `schema`, where the shipped values
 * are the defaults; `date` is the date of the last comparison with the site's own client.
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
