/**
 * The scopes of tokens. `rooms:read` reads rooms whatever their visibility, `rooms:open` opens and
 * reads rooms on demand, `rooms:write` configures rooms, `events:write` publishes test events,
 * `live:write` takes part in live rooms for the account of the token, `live:moderate` moderates them,
 * `ledger:read` reads the transfers of coins of all accounts, `admin` does all of that and reads operator data. No scope creates tokens: only the owner does.
 */
export const scopes = [
  'rooms:read',
  'rooms:open',
  'rooms:write',
  'events:write',
  'live:write',
  'live:moderate',
  'ledger:read',
  'admin',
] as const

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number]
