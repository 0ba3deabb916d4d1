import { bilibiliOpen } from './bilibili-open/index.ts'
import { bilibili } from './bilibili/index.ts'
import { demo } from './demo/index.ts'
import { douyin } from './douyin/index.ts'
import { feed } from './feed/index.ts'
import type { LoginSite } from '../../proto/input/login-reading.ts'
import type { Site } from '../../proto/input/site.ts'
import type { Settings } from '../lib/setting.ts'
import type { CredentialForm, Platform } from './platform.ts'
import { replay } from './replay/index.ts'

/** All platforms, by name. A new one is a folder and a line here. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  [demo, replay, bilibiliOpen, bilibili, douyin, feed].map((platform) => [platform.name, platform]),
)

const sites = [...platforms.values()].filter((platform) => platform.kind === 'wire')

/** The names of the platforms with a network, which an operator may leave out. */
export const siteNames: readonly string[] = sites.map(({ name }) => name)

/** Returns the platforms that may run: all, or the named sites and those without a network. */
export function choosePlatforms(names: readonly string[] = siteNames): typeof platforms {
  return new Map(
    [...platforms].filter(([name]) => !siteNames.includes(name) || names.includes(name)),
  )
}

/** The settings of the platforms. */
export const platformSettings: Settings = Object.assign(
  {},
  ...sites.map(({ settings }) => settings),
)

/** The forms of logins that can be stored, by platform. */
export const credentialForms: ReadonlyMap<string, CredentialForm> = new Map(
  sites.flatMap(({ name, credential }) => (credential ? [[name, credential]] : [])),
)

/** The login cookies of each platform with accounts. */
export const loginSites: readonly LoginSite[] = [...credentialForms].flatMap(([platform, form]) =>
  form.scope === 'room' ? [{ platform, cookies: form.cookies, domains: form.domains }] : [],
)

/** Returns the names and addresses of all platforms; disabled platforms have `off`. */
export function sitesOf(running: typeof platforms): readonly Site[] {
  const off = [...platforms.values()].filter(({ name }) => !running.has(name))
  return [
    ...[...running.values()].map(({ site }) => site),
    ...off.map(({ site }) => ({ ...site, off: true })),
  ]
}

/** Returns the reason in words why a platform may not run; undefined if it may. */
export function refusalOfPlatform(name: string, running: typeof platforms): string | undefined {
  if (running.has(name)) return undefined
  const known = [...running.keys()].join(', ')
  return platforms.has(name)
    ? `${name} is switched off on this server by PLATFORMS; running are ${known}`
    : `there is no platform ${name}; known are ${known}`
}
