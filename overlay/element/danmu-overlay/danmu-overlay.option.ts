import type { Option } from '../../option/option.ts'
import { defaultOverflow } from '../../danmaku/overflow.ts'
import { filterOptions, motionOption } from '../base/feed-element.option.ts'
import { defaults } from './option.ts'

const share = { kind: 'number', min: 0.1, max: 1, step: 0.05, unit: 'share' } as const

/** The options of flying lines. */
export const overlayOptions: readonly Option[] = [
  {
    name: 'size',
    attribute: 'font-size',
    group: 'look',
    kind: 'number',
    min: 14,
    max: 72,
    step: 1,
    default: defaults.fontSize,
    unit: 'px',
  },
  { ...share, name: 'area', group: 'look', default: defaults.area },
  { ...share, name: 'opacity', group: 'look', default: defaults.opacity },
  {
    name: 'outline',
    group: 'look',
    kind: 'number',
    min: -1,
    max: 8,
    step: 1,
    default: defaults.outline,
    auto: -1,
    unit: 'px',
  },
  { name: 'font', group: 'look', kind: 'text', format: 'font', default: '' },
  { name: 'portrait', group: 'look', kind: 'flag', default: false },
  { name: 'keep-out', group: 'look', kind: 'text', format: 'boxes', default: '' },
  {
    name: 'speed',
    group: 'behaviour',
    kind: 'number',
    min: 3,
    max: 20,
    step: 0.5,
    default: defaults.speed,
    unit: 'seconds',
  },
  {
    name: 'overflow',
    group: 'behaviour',
    kind: 'many',
    choices: ['merge', 'queue', 'speed', 'overlap', 'drop'],
    default: defaultOverflow,
  },
  {
    name: 'max-age',
    group: 'behaviour',
    kind: 'number',
    min: 0,
    max: 10,
    step: 0.5,
    default: defaults.maxAge,
    unit: 'seconds',
  },
  { name: 'interactive', group: 'behaviour', kind: 'flag', default: false },
  motionOption,
  ...filterOptions(['chat', 'gift', 'superchat', 'membership']),
]
