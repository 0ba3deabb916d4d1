import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

const group = 'behaviour'

/** The options of a board. */
export const rankOptions: readonly Option[] = [
  sizeOption,
  { name: 'rows', group, kind: 'number', min: 1, max: 20, step: 1, default: 5, unit: 'count' },
  { name: 'board', group, kind: 'text', format: 'plain', default: '' },
  motionOption,
  ...filterOptions(['rank']).filter(({ name }) => name.startsWith('block-')),
]
