import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, ConfigError } from '../config/index.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import type { Profile } from '../platform/connector.ts'
import type { Platform, WirePlatform } from '../platform/platform.ts'
import { ProfileError } from '../platform/profile.ts'
import { choosePlatforms, platforms } from '../platform/registry.ts'

/** The platforms of this server, by name. */
export type Platforms = ReadonlyMap<string, Platform>

/** The settings that select the platforms and the folder of their profiles. */
export type PlatformSettings = Pick<Config, 'dataDir' | 'profileDir' | 'platforms'>

/**
 * Returns the enabled platforms, by name. A platform with a profile uses `<platform>.json` in the
 * folder of profiles, if there is such a file.
 *
 * @throws ConfigError that names every wrong field of every file.
 */
export function platformsOf({
  dataDir,
  profileDir,
  platforms: names,
}: PlatformSettings): Platforms {
  const folder = profileDir ?? join(dataDir, 'profile')
  const problems = unknownProfileFiles(folder, profileDir !== undefined)
  const current = new Map<string, Platform>()
  for (const [name, platform] of choosePlatforms(names)) {
    try {
      current.set(name, withFile(platform, join(folder, `${name}.json`)))
    } catch (cause) {
      if (!(cause instanceof ProfileError)) throw cause
      problems.push(...cause.problems.map((problem) => `${folder}/${name}.json: ${problem}`))
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return current
}

/** Returns the date of each profile in use, by platform. */
export function profileDates(all: Platforms): ReadonlyMap<string, string> {
  const dates = new Map<string, string>()
  for (const [name, platform] of all) {
    const profile = profileOf(platform)
    if (profile) dates.set(name, profile.date)
  }
  return dates
}

function profileOf(platform: Platform): Profile | undefined {
  return platform.kind === 'wire' ? platform.connect?.profile : undefined
}

function withFile(platform: Platform, path: string): Platform {
  const profile = profileOf(platform)
  const text = profile && read(path)
  if (!profile || text === undefined) return platform
  return { ...(platform as WirePlatform), connect: profile.replace(parse(text)) } // only these have a profile
}

function read(path: string): string | undefined {
  try {
    return atomicFile(path).read()
  } catch (cause) {
    throw new ProfileError(['cannot be read'], { cause })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new ProfileError(['is no JSON'], { cause })
  }
}

/** Returns the files whose names match no platform: a misspelt one would have no effect. */
function unknownProfileFiles(folder: string, required: boolean): string[] {
  const named = new Set([...profileDates(platforms).keys()].map((name) => `${name}.json`))
  const known = [...named].join(', ')
  return listOf(folder, required)
    .filter((file) => file.endsWith('.json') && !named.has(file))
    .map((file) => `${folder}/${file}: no platform has this profile; there are ${known}`)
}

function listOf(folder: string, required: boolean): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    if (!required && (cause as NodeJS.ErrnoException).code === 'ENOENT') return [] // fs throws only such errors
    throw new ConfigError([`PROFILE_DIR: ${folder} cannot be read`], { cause })
  }
}
