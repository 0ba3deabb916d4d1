import type { LoginReading, LoginRefusal, LoginSite } from '../../proto/input/login-reading.ts'

/**
 * Returns the reason why a text is no login, and the text to paste; the message quotes nothing of
 * the input.
 */
export function loginRefusal(
  { code, platform }: Omit<Extract<LoginReading, { kind: 'refused' }>, 'kind'>,
  site: LoginSite,
): string {
  return words[code](site.cookies.join(' or '), site.platform, platform)
}

const whole = 'copy the whole line that a logged-in browser sends as Cookie'

type Wording = (names: string, site: string, other: string | undefined) => string

const words: Readonly<Record<LoginRefusal, Wording>> = {
  empty: () => `is empty: ${whole}`,
  cut: () => `was cut short by what showed it (…): ${whole}, from the raw headers`,
  'bare-value': (names) => `is a value without its name: write it as ${names}=value`,
  'double-encoded': (names) =>
    `has a ${names} that was encoded twice (%252C for %2C): copy it from the browser again`,
  'wrong-site': (_, site, other) =>
    other === undefined
      ? `holds cookies of another site, not of ${site}`
      : `is a login of ${other}, not of ${site}`,
  'no-login': (names) =>
    `holds no ${names}: log in first, then ${whole} (scripts of a page do not see it)`,
  damaged: () => 'is JSON that is not whole: copy it again from its first bracket to its last',
  unusable: (names) => `has a ${names} with characters that no browser sends: copy it again`,
  'too-long': () => 'is longer than anything a browser sends',
  'not-a-cookie': () => `is no cookie: ${whole}`,
}
