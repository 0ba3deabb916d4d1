/** The time after which a lost connection is shown, milliseconds. */
export const awayAfterMs = 3_000
