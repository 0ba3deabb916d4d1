import type { Option } from '../../design/option.ts'
import { sizeOption } from '../base/feed-element.option.ts'

/** What can be chosen about the line that tells what is wrong. */
export const statusOptions: readonly Option[] = [sizeOption]
