import { bilibiliOpen } from './bilibili-open/index.ts'
import { bilibili } from './bilibili/index.ts'
import { demo } from './demo/index.ts'
import { douyin } from './douyin/index.ts'
import type { Platform } from './platform.ts'

/** Every platform we can read, by name. A new one is a folder and a line here. */
export const platforms: ReadonlyMap<string, Platform> = new Map(
  [demo, bilibiliOpen, bilibili, douyin].map((platform) => [platform.name, platform]),
)
