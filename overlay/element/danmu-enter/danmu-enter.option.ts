import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

/** The options of the greeting line. */
export const enterOptions: readonly Option[] = [
  sizeOption,
  motionOption,
  ...filterOptions(['enter'], ['follow', 'share', 'like']),
]
