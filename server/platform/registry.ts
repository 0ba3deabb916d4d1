import type { Platform } from './platform.ts'

/** Every platform we can read, by name. A new one is a folder and a line here. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  ([] as Platform[]).map((platform) => [platform.name, platform]),
)
