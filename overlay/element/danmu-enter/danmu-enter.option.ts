import type { Option } from '../../design/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

/** What can be chosen about the line that greets. */
export const enterOptions: readonly Option[] = [
  sizeOption,
  motionOption,
  ...filterOptions(['enter'], ['follow', 'share', 'like']),
]
