/**
 * The roles of accounts. The account of the owner may do everything, `admin` everything but what only
 * the owner may; `analyst` reads, `moderator` moderates every live room, `host` has live rooms, `viewer`
 * takes part in them, and `guest` does so under a drawn name, without a password.
 */
export const accountRoles = [
  'owner',
  'admin',
  'analyst',
  'moderator',
  'host',
  'viewer',
  'guest',
] as const

/** One of {@link accountRoles}. */
export type AccountRole = (typeof accountRoles)[number]
