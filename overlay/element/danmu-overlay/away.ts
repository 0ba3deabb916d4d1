/** A connection that is away for less is not mentioned, milliseconds. */
export const awayAfterMs = 3_000
