import type { Option } from '../../option/option.ts'
import { filterOptions, motionOption, sizeOption } from '../base/feed-element.option.ts'

const group = 'behaviour'
const paying = ['gift', 'superchat', 'membership'] as const
const figures = ['online', 'connections', 'seen', 'likes', 'followers', 'income', 'paid'] as const

/** The options of figures and a goal. */
export const statsOptions: readonly Option[] = [
  sizeOption,
  { name: 'figures', group, kind: 'many', choices: figures, default: 'online likes' },
  {
    name: 'goal',
    group,
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 50,
    default: 0,
    unit: 'count',
  },
  { name: 'goal-of', group, kind: 'choice', choices: figures, default: 'paid' },
  {
    name: 'paid-before',
    group,
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 10,
    default: 0,
    unit: 'yuan',
  },
  motionOption,
  ...filterOptions(paying).filter(({ name }) => name !== 'kinds' && name !== 'min-level'),
]
