import type { Option } from '../../option/option.ts'
import { sizeOption } from '../base/feed-element.option.ts'

/** The options of the status panel. */
export const statusOptions: readonly Option[] = [sizeOption]
