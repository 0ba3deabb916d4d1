import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

const group = 'behaviour'
const seconds = { kind: 'number', group, min: 0, unit: 'seconds' } as const
const own = ['chat', 'gift', 'superchat', 'membership'] as const

/** The options of the chat list. */
export const chatOptions: readonly Option[] = [
  sizeOption,
  { name: 'max', group, kind: 'number', min: 5, max: 200, step: 5, default: 60, unit: 'count' },
  { ...seconds, name: 'fade-after', max: 120, step: 5, default: 0 },
  { ...seconds, name: 'merge', max: 30, step: 1, default: 3 },
  { ...seconds, name: 'budget', max: 5, step: 0.1, default: 1.2 },
  motionOption,
  { name: 'interactive', group, kind: 'flag', default: false },
  ...filterOptions(own, ['enter', 'follow', 'share', 'like']),
]
