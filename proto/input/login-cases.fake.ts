import groups from './fixtures/login.json' with { type: 'json' }

/** A pasted login and its expected reading, the same for API and command line. */
export interface LoginCase {
  readonly kind: string
  readonly platform: string
  readonly text: string
  readonly cookie?: string
  readonly expired?: readonly string[]
  readonly leftOut?: number
  readonly refused?: string
  /** The platform of a refused login. */
  readonly of?: string
}

interface Group {
  readonly kind: string
  readonly origin: string
  readonly cases: readonly Omit<LoginCase, 'kind'>[]
}

/** Returns every case of `fixtures/login.json`. */
export function loginCases(): readonly LoginCase[] {
  return (groups as readonly Group[]).flatMap(({ kind, cases }) =>
    cases.map((one) => ({ kind, ...one })),
  )
}
