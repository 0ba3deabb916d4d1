import { textStyleOf } from '../../danmaku/text-style.ts'
import { parseOverflow } from '../../danmaku/overflow.ts'
import { parseBoxes } from '../../danmaku/row.ts'
import type { StageSettings } from '../../danmaku/setting.ts'
import type { Motion } from '../base/feed-host.ts'

/** The attributes of the element that its stage depends on. */
interface Tuned extends HTMLElement {
  readonly area: number
  readonly speed: number
  readonly fontSize: number
  readonly maxAge: number
  readonly outline: number
  readonly overflow: string
  readonly font: string
  readonly keepOut: string
  readonly portrait: boolean
  readonly interactive: boolean
  readonly motion: Motion
}

/**
 * Returns the settings of the stage from attributes and style. @param lessMotion - the system's
 * preference.
 */
export function settingsOf(element: Tuned, lessMotion: boolean): StageSettings {
  const sizePx = Math.max(1, element.fontSize)
  const options = { sizePx, font: element.font.trim() }
  const outline = element.outline < 0 ? {} : { outlinePx: element.outline }
  return {
    textStyle: textStyleOf(getComputedStyle(element), { ...options, ...outline }),
    widthPx: element.clientWidth,
    heightPx: element.clientHeight,
    ratio: devicePixelRatio,
    area: Math.min(1, Math.max(0, element.area)),
    portrait: element.portrait,
    keepOut: parseBoxes(element.keepOut),
    crossingMs: Math.max(1, element.speed) * 1_000,
    maxAgeMs: Math.max(0, element.maxAge) * 1_000,
    still: element.motion === 'auto' ? lessMotion : element.motion !== 'full',
    overflow: parseOverflow(element.overflow),
    interactive: element.interactive,
  }
}
