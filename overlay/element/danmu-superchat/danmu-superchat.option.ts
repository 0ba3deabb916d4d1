import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

const group = 'behaviour'

/** The options of paid messages. */
export const superchatOptions: readonly Option[] = [
  sizeOption,
  { name: 'max', group, kind: 'number', min: 1, max: 50, step: 1, default: 20, unit: 'count' },
  motionOption,
  ...filterOptions(['superchat'], ['membership']),
]
