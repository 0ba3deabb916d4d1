/** The purpose of the login page, by the fragment of its address. */
export type Purpose =
  | { readonly kind: 'login' }
  | { readonly kind: 'token'; readonly code: string }
  /** Registers, with the code of an invite if there is one. */
  | { readonly kind: 'register'; readonly code?: string }
  | { readonly kind: 'reset'; readonly code: string }

/** Returns the purpose of the login page by the fragment of its address: `#token=…`, `#invite=…`, `#reset=…`. */
export function purposeOf(hash: string): Purpose {
  const given = new URLSearchParams(hash.slice(1))
  const [token, invite, reset] = [given.get('token'), given.get('invite'), given.get('reset')]
  if (token !== null) return { kind: 'token', code: token }
  if (invite !== null) return { kind: 'register', code: invite }
  return reset === null ? { kind: 'login' } : { kind: 'reset', code: reset }
}

/**
 * Returns the path of this server to which a login leads: `?to=/path`, else the studio. Another site
 * must not be able to name its own address here.
 */
export function returnPath(search: string): string {
  const wanted = new URLSearchParams(search).get('to') ?? '/'
  return /^\/(?![/\\])[\w\-./:%?=&]*$/.test(wanted) ? wanted : '/'
}
