/** Returns the cookies of a `Cookie` header by name; malformed pairs are left out. */
export function parseCookies(header: string): Readonly<Record<string, string>> {
  const pairs = header.split(';').flatMap((pair) => {
    const [, name, value] = /^\s*([\w.$-]+)=([^\s;,"]*)\s*$/.exec(pair) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(pairs)
}

/** Returns the `Cookie` header of a request. */
export function cookieHeader(cookies: Readonly<Record<string, string>>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}
