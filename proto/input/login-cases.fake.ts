import groups from './fixtures/login.json' with { type: 'json' }

/** A pasted login, and what is read of it: one expectation for API and command line. */
export interface LoginCase {
  readonly kind: string
  readonly platform: string
  readonly text: string
  readonly cookie?: string
  readonly expired?: readonly string[]
  readonly leftOut?: number
  readonly refused?: string
  /** The platform that a refused login is of. */
  readonly of?: string
}

interface Group {
  readonly kind: string
  readonly origin: string
  readonly cases: readonly Omit<LoginCase, 'kind'>[]
}

/** Every case of `fixtures/login.json`. */
export function loginCases(): readonly LoginCase[] {
  return (groups as readonly Group[]).flatMap(({ kind, cases }) =>
    cases.map((one) => ({ kind, ...one })),
  )
}
