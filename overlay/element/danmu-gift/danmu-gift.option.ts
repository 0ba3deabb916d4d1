import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

const group = 'behaviour'

/** The options of gift cards. */
export const giftOptions: readonly Option[] = [
  sizeOption,
  { name: 'max', group, kind: 'number', min: 1, max: 8, step: 1, default: 3, unit: 'count' },
  { name: 'volume', group, kind: 'number', min: 0, max: 1, step: 0.05, default: 0, unit: 'share' },
  motionOption,
  { name: 'effects', group, kind: 'text', format: 'json', default: '' },
  ...filterOptions(['gift']),
]
