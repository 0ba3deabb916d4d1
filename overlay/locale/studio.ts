import { en } from './en/studio.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/studio.ts'

export type { Gain } from './en/studio.ts'

/** The texts of the studio, except those of options and of rooms. */
export type StudioWords = typeof en

/** The texts of the studio, except those of options and of rooms, in both languages. */
export const studioWords: Area<StudioWords> = { en, zhCn }

/** The kind of a test event that the studio can send. */
export type TestKind = keyof StudioWords['testKinds']

/** The traffic of the studio's picture: a room, generated events, or a recording. */
export type TrafficKind = keyof StudioWords['trafficKinds']

/** The background of the preview. */
export type Backdrop = keyof StudioWords['backdrops']
