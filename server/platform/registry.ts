import { bilibiliOpen } from './bilibili-open/index.ts'
import { bilibili } from './bilibili/index.ts'
import { demo } from './demo/index.ts'
import { douyin } from './douyin/index.ts'
import { feed } from './feed/index.ts'
import { live } from './live/index.ts'
import type { LoginSite } from '../../proto/input/login-reading.ts'
import type { Site } from '../../proto/input/site.ts'
import type { Settings } from '../lib/setting.ts'
import type { CredentialForm, Platform, WirePlatform } from './platform.ts'
import { replay } from './replay/index.ts'

/** Platforms by name. */
export type Platforms = ReadonlyMap<string, Platform>

/** All platforms. A new one is a folder and a line here. */
export const platforms: Platforms = new Map(
  [demo, replay, bilibiliOpen, bilibili, douyin, feed, live].map((platform) => [
    platform.name,
    platform,
  ]),
)

/** Returns the platforms with a network, which an operator may leave out. */
function wiresOf(all: Platforms): readonly WirePlatform[] {
  return [...all.values()].filter((platform) => platform.kind === 'wire')
}

/** Returns the names of the platforms with a network. */
export function siteNamesOf(all: Platforms): readonly string[] {
  return wiresOf(all).map(({ name }) => name)
}

/** The names of all platforms with a network. */
export const siteNames: readonly string[] = siteNamesOf(platforms)

/** Returns the platforms that may run: all, or the named sites and those without a network. */
export function choosePlatforms(names: readonly string[] = siteNames): Platforms {
  return new Map(
    [...platforms].filter(([name]) => !siteNames.includes(name) || names.includes(name)),
  )
}

/** Returns the settings that platforms declare. */
export function settingsOf(all: Platforms): Settings {
  return Object.assign({}, ...wiresOf(all).map(({ settings }) => settings))
}

/** Returns the forms of logins that can be stored, by platform. */
export function credentialFormsOf(all: Platforms): ReadonlyMap<string, CredentialForm> {
  return new Map(
    wiresOf(all).flatMap(({ name, credential }) => (credential ? [[name, credential]] : [])),
  )
}

/** The forms of logins of all platforms. */
export const credentialForms: ReadonlyMap<string, CredentialForm> = credentialFormsOf(platforms)

/** The login cookies of each platform with accounts. */
export const loginSites: readonly LoginSite[] = [...credentialForms].flatMap(([platform, form]) =>
  form.scope === 'room' ? [{ platform, cookies: form.cookies, domains: form.domains }] : [],
)

/** Returns the names and addresses of all platforms; disabled platforms have `off`. */
export function sitesOf(running: Platforms): readonly Site[] {
  const off = [...platforms.values()].filter(({ name }) => !running.has(name))
  return [
    ...[...running.values()].map(({ site }) => site),
    ...off.map(({ site }) => ({ ...site, off: true })),
  ]
}

/** Returns the reason in words why a platform may not run; undefined if it may. */
export function refusalOfPlatform(name: string, running: Platforms): string | undefined {
  if (running.has(name)) return undefined
  const known = [...running.keys()].join(', ')
  return platforms.has(name)
    ? `${name} is switched off on this server by PLATFORMS; running are ${known}`
    : `there is no platform ${name}; known are ${known}`
}
