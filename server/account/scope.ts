/**
 * What a token may do. `rooms:read` reads rooms whatever their visibility, `rooms:open` opens and
 * reads rooms on demand, `rooms:write` configures rooms, `events:write` publishes test events,
 * `admin` does all of that and sees what only operators see. None of them makes tokens: that is the
 * owner's.
 */
export const scopes = ['rooms:read', 'rooms:open', 'rooms:write', 'events:write', 'admin'] as const

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number]
