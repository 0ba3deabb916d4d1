/** The cookies of a `Cookie` header by name; what is no pair is left out. */
export function parseCookies(header: string): Readonly<Record<string, string>> {
  const pairs = header.split(';').flatMap((pair) => {
    const [, name, value] = /^\s*([\w.$-]+)=([^\s;,"]*)\s*$/.exec(pair) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(pairs)
}

/** Cookies as a request brings them. */
export function cookieHeader(cookies: Readonly<Record<string, string>>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}
