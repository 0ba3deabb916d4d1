import type { FoundCookie } from './login-reading.ts'

// Netscape's format: domain, includes subdomains, path, secure, expiry, name, value.
const row =
  /^(?:#HttpOnly_)?(\.?[\w-]+(?:\.[\w-]+)*)[\t ]+(?:TRUE|FALSE)[\t ]+\/\S*[\t ]+(?:TRUE|FALSE)[\t ]+(\d+)(?:\.\d+)?[\t ]+(\S+)[\t ]+(.*)$/i

/** Returns the cookies of a cookies.txt; undefined if the text is not in that format. */
export function cookiesInFile(text: string): readonly FoundCookie[] | undefined {
  const cookies = text.split('\n').flatMap((line): readonly FoundCookie[] => {
    const [, domain, end, name, value] = row.exec(line.trim()) ?? []
    if (domain === undefined || name === undefined || value === undefined) return []
    const expires = Number(end)
    return [{ name, value, domain, ...(expires > 0 ? { expires } : {}) }]
  })
  return cookies.length === 0 ? undefined : cookies
}
