// 16 digits are more than any room number and still exact in JSON.
const numberPattern = /^[1-9]\d{0,15}$/

/** The hosts of addresses that can be read. */
export const hosts: ReadonlySet<string> = new Set(['live.bilibili.com'])

// `/h5/` is the page for phones, `/blanc/` the one without decorations.
const pathPattern = /^\/(?:h5\/|blanc\/)?(\d+)\/?$/

/**
 * The room number, long or short, in what somebody gives for a room: the number itself or the
 * address of the room's page. Undefined if it is neither. The address is only read: nothing is ever
 * fetched from it, and short links, which would have to be, are refused.
 */
export function parseRef(text: string): string | undefined {
  const number = pathNumber(text) ?? text
  return numberPattern.test(number) ? number : undefined
}

function pathNumber(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, host, username, password, pathname } = new URL(text)
  const ours = (protocol === 'https:' || protocol === 'http:') && hosts.has(host)
  return ours && username === '' && password === '' ? pathPattern.exec(pathname)?.[1] : undefined
}
